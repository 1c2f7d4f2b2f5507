// How a mock is set up, with HTTP around it (MockServer) or without (InProcessMock).
#pragma once
#include <cstdint>
#include <string>

#include "adapters/metactf_mock/behaviour.h"
#include "adapters/metactf_mock/dataset.h"
#include "base/endpoint.h"
#include "events/sealed.h"

namespace lockstep::metactf_mock {

struct MockOptions {
  base::Endpoint listen{"127.0.0.1", 4010};
  std::string token;  ///< Empty = any bearer that is not empty is accepted.
  std::string dataset = "baseline";
  std::int64_t dataset_size = 1000;  ///< Competitors in `large`.
  std::uint64_t seed = 1;            ///< Of what is made up, and of faults.
  std::string storage = "memory";    ///< Or `postgres`: outlives the process.
  Sealed<std::string> pg_url;        ///< Of that storage.
  bool reset = false;                ///< Begin anew even if the storage has this dataset already.
  std::string database_url;          ///< Of the dashboard that `from-postgres` reads.
  Behaviour behaviour;
  /// Where the datasets' kDatasetAnchor is put, in Unix seconds. The identity of a solve has its
  /// time in it: whoever keeps data across restarts of the mock must keep this too.
  std::int64_t anchor = kDatasetAnchor;
};

}  // namespace lockstep::metactf_mock
