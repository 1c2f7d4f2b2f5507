#include "projections/vendor_work/work.h"

#include "projections/group_info.h"
#include "projections/vendor_work/assignments.h"

namespace lockstep::projections {

void Work::apply(const WorkRows& rows, const EventMeta& meta, const events::AnyEvent& event) {
  OpenWork::apply(rows, meta, event);
  Assignments::apply(rows, meta, event);
}

template GroupInfo info_of<Work>();

}  // namespace lockstep::projections
