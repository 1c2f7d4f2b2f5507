// Adding a setting: a member in the options of whoever uses it (`http::ServerOptions`,
// `actors::Settings`, ...), its row here, and the use. Everything else follows.
#include "adapters/cli/settings.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <type_traits>

#include <boost/describe.hpp>

#include "adapters/cli/settings_http.h"
#include "adapters/metactf_mock/dataset.h"
#include "events/codec.h"

namespace lockstep::cli {

namespace {

constexpr double kDay = 86'400;

std::vector<Setting> storage_settings() {
  return {
      {.key = "data_dir",
       .environment = {"LOCKSTEP_DATA_DIR"},
       .member = [](auto& c) { return &c.data_dir; },
       .fallback = "./data",
       .help = "The log, its keys and the embedded read store. Made when missing."},
      {.key = "master_key_file",
       .environment = {"LOCKSTEP_MASTER_KEY_FILE"},
       .member = [](auto& c) { return &c.master_key_file; },
       .fallback = "",
       .help =
           "Opens the keys of personal data. Empty: `master.key` in the data directory. Made on "
           "the first start; back it up, apart from the data."},
      {.key = "min_free_mib",
       .environment = {"LOCKSTEP_MIN_FREE_MIB"},
       .member = [](auto& c) { return &c.min_free_mib; },
       .fallback = "256",
       .help = "Commands are refused while less than this much disk is free, in MiB.",
       .min = 1,
       .max = 1e9},
      {.key = "scrub_hours",
       .environment = {"LOCKSTEP_SCRUB_HOURS"},
       .member = [](auto& c) { return &c.scrub_hours; },
       .fallback = "24",
       .help = "After so many hours the whole event log is read anew, slowly, records, indexes and "
               "keys, "
               "so that damage is found while a backup does not have it yet. 0: never.",
       .min = 0,
       .max = 8760},
      {.key = "log_level",
       .environment = {"LOCKSTEP_LOG_LEVEL"},
       .member = [](auto& c) { return &c.log_level; },
       .fallback = "info",
       .help = "The lowest level that is logged.",
       .choices = {"debug", "info", "warning", "error"}},
  };
}

std::vector<Setting> vendor_settings() {
  return {
      {.key = "vendor.enabled",
       .environment = {"GAME_PLATFORM_INTEGRATION_ENABLED"},
       .member = [](auto& c) { return &c.engine.integration_enabled; },
       .fallback = "true",
       .help = "When off, commands are recorded and nothing is sent to the vendor."},
      {.key = "vendor.base_url",
       .environment = {"GAME_PLATFORM_API_BASE_URL", "META_CTF_BASE_URL"},
       .member = [](auto& c) { return &c.vendor_client.base_url; },
       .fallback = "https://api.metactf.com/integrations/syned/v1",
       .help = "The vendor's API.",
       .is_url = true},
      {.key = "vendor.token",
       .environment = {"GAME_PLATFORM_API_TOKEN"},
       .member = [](auto& c) { return &c.vendor_client.token; },
       .fallback = "",
       .help = "Our bearer token at the vendor. Needed while the integration is enabled."},
      {.key = "vendor.ca_file",
       .environment = {"LOCKSTEP_VENDOR_CA_FILE"},
       .member = [](auto& c) { return &c.vendor_client.ca_file; },
       .fallback = "",
       .help = "Certificates (PEM) to trust at the vendor's instead of the system's: for a private "
               "sandbox. Certificates are always verified."},
  };
}

std::vector<Setting> gate_settings() {
  return {
      {.key = "vendor.requests_per_second",
       .environment = {"LOCKSTEP_VENDOR_REQUESTS_PER_SECOND"},
       .member = [](auto& c) { return &c.engine.vendor.rate.max_per_second; },
       .fallback = "50",
       .help =
           "Highest rate of calls to the vendor, retries included. Below it the rate is learned: "
           "faster while calls wait and nothing objects, slower after a 429.",
       .min = 0.05,
       .max = 10'000,
       .reloadable = true},
      {.key = "vendor.start_requests_per_second",
       .environment = {"LOCKSTEP_VENDOR_START_REQUESTS_PER_SECOND"},
       .member = [](auto& c) { return &c.engine.vendor.rate.start_per_second; },
       .fallback = "5",
       .help = "Rate of calls to the vendor that learning begins with.",
       .min = 0.05,
       .max = 10'000,
       .reloadable = true},
      {.key = "vendor.concurrency",
       .environment = {"LOCKSTEP_VENDOR_CONCURRENCY"},
       .member = [](auto& c) { return &c.engine.vendor.max_concurrency; },
       .fallback = "8",
       .help = "Calls to the vendor under way at the same time, at most. How many really are, is "
               "learned.",
       .min = 1,
       .max = 64,
       .reloadable = true},
      {.key = "vendor.connect_timeout_ms",
       .environment = {"LOCKSTEP_VENDOR_CONNECT_TIMEOUT_MS"},
       .member = [](auto& c) { return &c.vendor_client.connect_timeout; },
       .fallback = "5000",
       .help = "How long connecting to the vendor may take, in milliseconds.",
       .min = 1,
       .max = 600'000},
      {.key = "vendor.timeout_ms",
       .environment = {"LOCKSTEP_VENDOR_TIMEOUT_MS"},
       .member = [](auto& c) { return &c.vendor_client.read_timeout; },
       .fallback = "15000",
       .help = "How long the vendor may take to answer, in milliseconds.",
       .min = 1,
       .max = 600'000},
  };
}

std::vector<Setting> onboarding_settings() {
  return {
      {.key = "onboarding.email_preference",
       .environment = {"LOCKSTEP_ONBOARDING_EMAIL_PREFERENCE"},
       .member = [](auto& c) { return &c.engine.onboarding.email_preference; },
       .fallback = "personal",
       .help =
           "Which of a competitor's addresses is disclosed; the other one if there is only that."},
      {.key = "onboarding.coaches_set_completeness",
       .environment = {"LOCKSTEP_ONBOARDING_COACHES_SET_COMPLETENESS"},
       .member = [](auto& c) { return &c.engine.onboarding.coaches_set_completeness; },
       .fallback = "false",
       .help = "Whether coaches may say that profile and compliance of their competitors are "
               "complete. Otherwise a service or an admin does."},
      {.key = "onboarding.found_account",
       .environment = {"LOCKSTEP_ONBOARDING_FOUND_ACCOUNT"},
       .member = [](auto& c) { return &c.engine.onboarding.found_account; },
       .fallback = "hold",
       .help =
           "What becomes of an account that the vendor has under an id of ours, and that neither "
           "a call of ours made nor an import named: `hold` it for an admin, or `adopt` it."},
  };
}

std::vector<Setting> reconcile_settings() {
  return {
      {.key = "sync.reconcile_interval_seconds",
       .environment = {"LOCKSTEP_RECONCILE_INTERVAL_SECONDS"},
       .member = [](auto& c) { return &c.engine.plan.intervals.reconcile; },
       .fallback = "1800",
       .help = "How often all desired teams are compared with the vendor's list, in seconds.",
       .min = 60,
       .max = 30 * kDay},
      {.key = "sync.max_removals",
       .environment = {"LOCKSTEP_MAX_REMOVALS"},
       .member = [](auto& c) { return &c.engine.plan.removal_limits.count; },
       .fallback = "3",
       .help = "A comparison that would take more than so many off their teams waits for an admin.",
       .min = 0,
       .max = 1'000'000},
      {.key = "sync.max_removal_percent",
       .environment = {"LOCKSTEP_MAX_REMOVAL_PERCENT"},
       .member = [](auto& c) { return &c.engine.plan.removal_limits.percent; },
       .fallback = "20",
       .help = "Likewise for more than this part of the known assignments, in percent.",
       .min = 0,
       .max = 100},
  };
}

std::vector<Setting> sync_settings() {
  return {
      {.key = "sync.poll_interval_seconds",
       .environment = {"LOCKSTEP_POLL_INTERVAL_SECONDS"},
       .member = [](auto& c) { return &c.engine.plan.intervals.poll; },
       .fallback = "1800",
       .help = "How often every competitor's scores are fetched, in seconds.",
       .min = 1,
       .max = 30 * kDay},
      {.key = "sync.cursor_overlap_seconds",
       .environment = {"LOCKSTEP_CURSOR_OVERLAP_SECONDS"},
       .member = [](auto& c) { return &c.engine.plan.cursor_overlap; },
       .fallback = "600",
       .help = "How far before the newest known solve a poll asks again, in seconds.",
       .min = 1,
       .max = 30 * kDay},
      {.key = "sync.batch_size",
       .environment = {"GAME_PLATFORM_SYNC_BATCH_SIZE"},
       .member = [](auto& c) { return &c.sync_batch_size; },
       .fallback = "50",
       .help = "Competitors per batch of the rotating policy. Accepted; not used yet.",
       .min = 1,
       .max = 10'000},
      {.key = "sync.batch_enabled",
       .environment = {"GAME_PLATFORM_BATCH_SYNC_ENABLED"},
       .member = [](auto& c) { return &c.batch_sync_enabled; },
       .fallback = "true",
       .help = "Off: everybody is polled in each run. Accepted; not used yet."},
      {.key = "sync.prioritization_enabled",
       .environment = {"GAME_PLATFORM_PRIORITIZATION_ENABLED"},
       .member = [](auto& c) { return &c.prioritization_enabled; },
       .fallback = "false",
       .help = "Polls by activity tiers. Accepted; not used yet."},
      {.key = "jobs.runner_secret",
       .environment = {"JOB_QUEUE_RUNNER_SECRET"},
       .member = [](auto& c) { return &c.job_runner_secret; },
       .fallback = "",
       .help = "What an outside cron sends to run due jobs. Accepted; not used yet."},
      {.key = "postgres.url",
       .environment = {"DATABASE_URL"},
       .member = [](auto& c) { return &c.database_url; },
       .fallback = "",
       .help =
           "Where the read models are exported to. Without it everything works but the export."},
  };
}

std::vector<std::string_view> dataset_names() {
  std::vector<std::string_view> out;
  for (const auto& dataset : metactf_mock::dataset_list()) out.push_back(dataset.name);
  return out;
}

std::vector<Setting> mock_settings() {
  return {
      {.key = "mock.enabled",
       .environment = {"ENABLE_METACTF_MOCK"},
       .member = [](auto& c) { return &c.mock_enabled; },
       .fallback = "true",
       .help = "Off: `lockstep mock` refuses to start. For machines where it has no business."},
      {.key = "mock.listen",
       .environment = {"LOCKSTEP_MOCK_LISTEN"},
       .member = [](auto& c) { return &c.mock.listen; },
       .fallback = "127.0.0.1:4010",
       .help = "Where `lockstep mock` answers. Port 0: any free one."},
      {.key = "mock.dataset",
       .environment = {"META_CTF_MOCK_DATASET"},
       .member = [](auto& c) { return &c.mock.dataset; },
       .fallback = "baseline",
       .help = "What the mock starts with; `lockstep mock --help` says what each is.",
       .choices = dataset_names()},
      {.key = "mock.dataset_size",
       .environment = {"LOCKSTEP_MOCK_DATASET_SIZE"},
       .member = [](auto& c) { return &c.mock.dataset_size; },
       .fallback = "1000",
       .help = "Competitors in the dataset `large`.",
       .min = 1,
       .max = 1'000'000},
      {.key = "mock.seed",
       .environment = {"LOCKSTEP_MOCK_SEED"},
       .member = [](auto& c) { return &c.mock.seed; },
       .fallback = "1",
       .help = "Of what the mock makes up (`large`, `from-postgres`) and of its faults.",
       .min = 0,
       .max = 1e15},
      {.key = "mock.storage",
       .environment = {"META_CTF_MOCK_STORAGE"},
       .member = [](auto& c) { return &c.mock.storage; },
       .fallback = "memory",
       .help = "Where the mock keeps its users, teams and scores. `postgres` outlives the process.",
       .choices = {"memory", "postgres"}},
      {.key = "mock.pg_url",
       .environment = {"META_CTF_MOCK_PG_URL"},
       .member = [](auto& c) { return &c.mock.pg_url; },
       .fallback = "",
       .help = "The mock's database when its storage is `postgres`; it takes a schema of its own."},
  };
}

std::vector<Setting> make_settings() {
  std::vector<Setting> all;
  for (auto* part : {storage_settings, http_settings, auth_settings, vendor_settings, gate_settings,
                     onboarding_settings, reconcile_settings, sync_settings, mock_settings})
    for (auto& setting : part()) all.push_back(std::move(setting));
  return all;
}

}  // namespace

std::span<const Setting> all_settings() {
  static const std::vector<Setting> kAll = make_settings();
  return kAll;
}

std::string Setting::file_key() const {
  return std::string(key) + (secret() ? "_file" : "");
}

std::string Setting::flag() const {
  std::string out = "--" + file_key();
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '.' || c == '_'; }, '-');
  return out;
}

}  // namespace lockstep::cli
