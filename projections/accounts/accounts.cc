// Fold of accounts that were found, and of what became of them. A row begins when one is found.
#include "projections/accounts/accounts.h"

#include "events/codec.h"
#include "projections/group_info.h"

namespace lockstep::projections {

namespace {

template <class E>
concept Found = requires(const E& e) {
  e.same;
};
template <class E>
concept Outcome = requires(const E& e) {
  e.created;
};

template <Found E>
void change(FoundAccountRow& row, const E& e) {
  row.metactf_user_id = e.metactf_user_id;
  row.metactf_username.reset();
  if (e.metactf_username.readable()) row.metactf_username = e.metactf_username.reveal();
  row.metactf_user_status = e.metactf_user_status;
  row.last_login_at = e.last_login_at;
  row.same = events::to_json(e.same);
  row.different = events::to_json(e.different);
  row.state = FoundAccountState::held;
}
template <OneOf<events::CoachAccountAdopted, events::CompetitorAccountAdopted> E>
void change(FoundAccountRow& row, const E& /*e*/) {
  row.state = FoundAccountState::adopted;
}
template <OneOf<events::CoachAccountRejected, events::CompetitorAccountRejected> E>
void change(FoundAccountRow& row, const E& /*e*/) {
  row.state = FoundAccountState::rejected;
}
// Whatever was found, this one is theirs.
template <Outcome E>
void change(FoundAccountRow& row, const E& e) {
  row.state = FoundAccountState::adopted;
  row.metactf_user_id = e.metactf_user_id;
}

}  // namespace

void Accounts::apply(const AccountsRows& rows, const EventMeta& meta,
                     const events::AnyEvent& event) {
  when<Inputs>(event, [&]<class E>(const E& e) {
    const auto key = keyed<FoundAccountRow>(meta.stream.id);
    auto row = rows.get(key);
    if (!row && !Found<E>) return;
    if (!row) row = key;
    row->holder = events::kCategoryOf<E> == "coach" ? events::AccountHolder::coach
                                                    : events::AccountHolder::competitor;
    change(*row, e);
    row->changed_at = meta.recorded_at;
    row->position = meta.position;
    rows.put(*std::move(row));
  });
}

template GroupInfo info_of<Accounts>();

}  // namespace lockstep::projections
