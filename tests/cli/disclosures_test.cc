// The disclosure log as comma-separated values: byte for byte, and safe in a spreadsheet.
#include "adapters/cli/disclosures.h"

#include <fstream>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>

#include "adapters/cli/csv.h"
#include "adapters/cli/terminal.h"

namespace lockstep::cli {
namespace {

using usecases::Disclosure;

std::vector<Disclosure> examples() {
  Disclosure told;
  told.subject = {"competitor", "ann"};
  told.call_id = {"k1"};
  told.call = "create_user";
  told.position = Position{7};
  told.requested_at = Timestamp{1'767'323'045'678};
  told.asked_by = {"coach", "ada"};
  told.correlation_id = "c-1";
  told.payload = boost::json::object{{"first_name", "=HYPERLINK(\"x\")"},
                                     {"last_name", "Zucker, Mandel"},
                                     {"syned_user_id", "ann"},
                                     {"syned_school_id", nullptr}};
  auto failed = told;
  failed.payload.reset();
  failed.state = usecases::DisclosureState::failed;
  failed.settled_at = Timestamp{1'767'323'046'000};
  failed.failure = events::CallFailure{"vendor-rejected", 422, "No.", "Correct it.", false};
  return {told, failed};
}

TEST(DisclosuresCsv, AreAsStored) {
  std::ostringstream out;
  print_disclosures_csv(out, examples());
  std::ifstream file{SOURCE_DIR "/tests/golden/cli/disclosures.csv", std::ios::binary};
  const std::string golden{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(out.str(), golden) << "If this is what it should be, store it.";
}

TEST(DisclosuresTable, SaysWhoIsErased) {
  std::ostringstream out;
  print_disclosures_table(out, Terminal{false, false, 400}, examples());
  EXPECT_NE(out.str().find("erased"), std::string::npos);
  EXPECT_NE(out.str().find("failed: vendor-rejected"), std::string::npos);
}

TEST(CsvLine, QuotesWhatHasToBeAndDefusesFormulas) {
  EXPECT_EQ(csv_line({"plain", "", "a,b", "say \"x\"", "two\nlines"}),
            "plain,,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\r\n");
  EXPECT_EQ(csv_line({"=1", "+1", "-1", "@x", "\tx", "a=1"}), "'=1,'+1,'-1,'@x,'\tx,a=1\r\n");
}

}  // namespace
}  // namespace lockstep::cli
