// The list of read models at work.
#include "projections/all_projections.h"

namespace lockstep::projections {

void project_all(RowAccess& rows, const events::StoredEvent& stored,
                 const events::AnyEvent& event) {
  const EventMeta meta{stored.position, stored.version, stored.recorded_at, stored.stream};
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, AllProjections>>(
      [&](auto tag) {
        using P = typename decltype(tag)::type;
        static_assert(Projection<P>);
        P::apply(rows, meta, event);
      });
}

}  // namespace lockstep::projections
