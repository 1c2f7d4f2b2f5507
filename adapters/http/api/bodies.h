// What may be sent: the members of every body, told once for who reads it and for its schema.
#pragma once
#include <optional>
#include <tuple>

#include "adapters/http/api/body.h"
#include "engine/domain/coach_commands.h"
#include "engine/domain/competitor_commands.h"
#include "engine/domain/team_commands.h"

namespace lockstep::http::bodies {

struct CoachFacts {
  using Change = domain::ChangeCoachFacts;
  static constexpr std::tuple kMembers{
      BodyMember{"email", &Change::email, kEmailRule},
      BodyMember{"firstName", &Change::first_name, kNameRule},
      BodyMember{"lastName", &Change::last_name, kNameRule},
      BodyMember{"schoolName", &Change::school_name, kPlainTextRule},
      BodyMember{"region", &Change::region, kPlainTextRule},
      BodyMember{"division", &Change::division}};
};

struct CompetitorFacts {
  using Change = domain::ChangeCompetitorFacts;
  static constexpr std::tuple kMembers{
      BodyMember{"coachId", &Change::coach_id},
      BodyMember{"firstName", &Change::first_name, kNameRule},
      BodyMember{"lastName", &Change::last_name, kNameRule},
      BodyMember{"emailPersonal", &Change::email_personal, kEmailRule},
      BodyMember{"emailSchool", &Change::email_school, kEmailRule},
      BodyMember{"preferredUsername", &Change::preferred_username, kUsernameRule},
      BodyMember{"division", &Change::division},
      BodyMember{"isActive", &Change::is_active},
      BodyMember{"profileComplete", &Change::profile_complete},
      BodyMember{"complianceComplete", &Change::compliance_complete},
      BodyMember{"complianceDate", &Change::compliance_date, kDateRule},
      BodyMember{"synedSchoolId", &Change::syned_school_id, kPlainTextRule},
      BodyMember{"synedRegionId", &Change::syned_region_id, kPlainTextRule}};
};

struct TeamFacts {
  using Change = domain::ChangeTeamFacts;
  static constexpr std::tuple kMembers{
      BodyMember{"coachId", &Change::coach_id}, BodyMember{"name", &Change::name, kTeamNameRule},
      BodyMember{"division", &Change::division},
      BodyMember{"affiliation", &Change::affiliation, kPlainTextRule}};
};

struct StartRun {
  std::optional<bool> dry_run;
  static constexpr std::tuple kMembers{BodyMember{"dryRun", &StartRun::dry_run}};
};

struct WhichRemovals {
  LeftOut<CompetitorId> competitor_id;  ///< None: all that nobody has decided about.
  static constexpr std::tuple kMembers{BodyMember{"competitorId", &WhichRemovals::competitor_id}};
};

/// What has to be the same of the accounts that are decided about; at least one.
struct WhichAccounts {
  std::optional<bool> same_email;
  std::optional<bool> same_name;
  std::optional<bool> same_username;
  static constexpr std::tuple kMembers{BodyMember{"sameEmail", &WhichAccounts::same_email},
                                       BodyMember{"sameName", &WhichAccounts::same_name},
                                       BodyMember{"sameUsername", &WhichAccounts::same_username}};
};

}  // namespace lockstep::http::bodies
