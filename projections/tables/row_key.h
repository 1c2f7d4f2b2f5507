// How to name a row: the struct with its key members set and nothing else.
#pragma once
#include <tuple>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace lockstep::projections {

/// `keys`: the first kKeyColumns members, in order.
template <class Row, class... Keys>
Row keyed(const Keys&... keys) {
  static_assert(sizeof...(Keys) == Row::kKeyColumns, "name the whole key");
  using Members = boost::describe::describe_members<Row, boost::describe::mod_public>;
  const auto values = std::forward_as_tuple(keys...);
  Row row{};
  boost::mp11::mp_for_each<boost::mp11::mp_iota_c<sizeof...(Keys)>>([&](auto i) {
    row.*(boost::mp11::mp_at<Members, decltype(i)>::pointer) = std::get<decltype(i)::value>(values);
  });
  return row;
}

}  // namespace lockstep::projections
