// Personal data is never on the disk in the clear, is bound to its event, and dies with its key.
#include <gtest/gtest.h>

#include "engine/log/append_plan.h"
#include "engine/log/format.h"
#include "engine/log/records.h"
#include "engine/log/rocksdb_key_store.h"
#include "tests/contract/log/log_fixture.h"

namespace lockstep::log::testing {

namespace {

const std::string kPersonal = R"({"name":")" + kSecret + "\"}";

Result<std::optional<std::string>> stored_key(const std::filesystem::path& keys,
                                              const std::string& name) {
  LOCKSTEP_TRY(auto store, RocksdbKeyStore::open({keys, {}, false, true, nullptr}));
  return store->get(name);
}

/// A log that holds nothing.
class NoFacts final : public StoredFacts {
 public:
  Result<Version> stream_version(const StreamId&) override { return Version{0}; }
  Result<std::optional<Remembered>> remembered(const CommandId&) override {
    return std::optional<Remembered>{};
  }
};

/// What the first append of a log would write.
RecordBatch records_of(MemoryEventLog& log, const AppendRequest& asked) {
  NoFacts nothing;
  const auto batch = std::span(&asked, 1);
  const auto plan = plan_append(batch, Head{}.position, nothing);
  return must(make_records(batch, plan, Head{}, log.keys()));
}

/// The record of the first event.
std::string record_of(MemoryEventLog& log, const AppendRequest& asked) {
  return records_of(log, asked).records.at(0).bytes;
}

}  // namespace

TEST(PersonalData, is_in_no_file_of_the_directory_in_the_clear) {
  RocksdbHarness harness;
  must(append_one(harness.log(), request("a", 0, 1, kPersonal)));
  must(harness.log().save_snapshot(competitor("a"), {Version{1}, "v1", "{}", kPersonal}));
  const auto root = harness.options().directory;
  EXPECT_FALSE(files_containing(root, "competitor.facts_recorded").empty()) << "the search works";
  EXPECT_TRUE(files_containing(root, "Lovelace").empty());
  harness.reopen();
  EXPECT_TRUE(files_containing(root, "Lovelace").empty());
  EXPECT_EQ(read_everything(harness.log()).at(0).personal, kPersonal);
  EXPECT_EQ(must(harness.log().load_snapshot(competitor("a")))->personal, kPersonal);
}

TEST(PersonalData, stays_erased_after_a_restart_and_its_key_is_in_no_file) {
  RocksdbHarness harness;
  must(append_one(harness.log(), request("a", 0, 1, kPersonal)));
  must(append_one(harness.log(), request("b", 0, 1, kPersonal)));
  harness.reopen();
  const auto keys = harness.options().directory / "keys";
  const auto stored = must(stored_key(keys, "subject/competitor-a"));
  ASSERT_TRUE(stored);
  const auto ciphertext = stored->substr(20, 24);
  EXPECT_EQ(files_containing(keys, ciphertext).size(), 1U) << "the search works";
  must(harness.keys().erase("competitor-a"));
  EXPECT_EQ(files_containing(keys, ciphertext), std::vector<std::string>{});
  harness.reopen();
  const auto all = read_everything(harness.log());
  EXPECT_EQ(all.at(0).personal, "");
  EXPECT_EQ(all.at(1).personal, kPersonal);
  must(harness.log().verify({}));
}

TEST(PersonalData, of_where_somebody_asked_from_is_the_askers_and_not_the_subjects) {
  RocksdbHarness harness;
  auto asked = request("a", 0, 1, kPersonal);
  asked.who = {"coach", "kim"};
  asked.origin = "198.51.100.7";
  must(append_one(harness.log(), asked));
  EXPECT_TRUE(files_containing(harness.options().directory, "198.51").empty());
  EXPECT_EQ(read_everything(harness.log()).at(0).origin, "198.51.100.7");
  must(harness.keys().erase("competitor-a"));
  harness.reopen();
  EXPECT_EQ(read_everything(harness.log()).at(0).origin, "198.51.100.7");
  must(harness.keys().erase("coach-kim"));
  harness.reopen();
  const auto erased = read_everything(harness.log()).at(0);
  EXPECT_EQ(erased.origin, "");
  EXPECT_EQ(erased.who, (events::Principal{"coach", "kim"}));
  must(harness.log().verify({}));
}

TEST(PersonalData, of_where_somebody_asked_from_does_not_open_elsewhere) {
  MemoryEventLog log;
  auto asked = request("a", 0, 1, "");
  asked.origin = "198.51.100.7";
  const auto bytes = record_of(log, asked);
  auto record = decode_record(bytes).value();
  EXPECT_EQ(must(read_record(encode_record(record), Position{1}, log.keys())).origin, asked.origin);
  record.stream_id = "b";
  EXPECT_EQ(read_record(encode_record(record), Position{1}, log.keys()).error().type,
            "sealed-part-damaged");
}

TEST(PersonalData, that_was_moved_to_another_event_does_not_open) {
  MemoryEventLog log;
  auto& keys = log.keys();
  const auto bytes = record_of(log, request("a", 0, 2, kPersonal));
  auto record = decode_record(bytes).value();
  EXPECT_EQ(must(read_record(encode_record(record), Position{1}, keys)).personal, kPersonal);
  record.version = Version{2};
  EXPECT_EQ(read_record(encode_record(record), Position{1}, keys).error().type,
            "sealed-part-damaged");
  record.version = Version{1};
  record.stream_id = "b";
  EXPECT_EQ(read_record(encode_record(record), Position{1}, keys).error().type, "key-missing");
  must(keys.keys_for_writing({"competitor-b"}));
  EXPECT_EQ(read_record(encode_record(record), Position{1}, keys).error().type,
            "sealed-part-damaged");
}

TEST(ACommitment, is_the_hash_of_salt_and_text) {
  MemoryEventLog log;
  const auto bytes = record_of(log, request("a", 0, 1, kPersonal));
  const auto part = decode_sealed(decode_record(bytes)->sealed).value();
  const auto key = must(log.keys().keys_for_writing({"competitor-a"})).at("competitor-a").key;
  const auto content =
      open_sealed(key, part.box, seal_context(SealedIn::event, competitor("a"), Version{1}));
  ASSERT_TRUE(content);
  EXPECT_EQ(content->substr(32), kPersonal);
  EXPECT_EQ(part.commitment, sha256(*content));
}

TEST(ACommitment, is_another_one_for_the_same_text_again) {
  MemoryEventLog log;
  auto asked = request("a", 0, 2, kPersonal);
  asked.events[1].personal = kPersonal;
  asked.origin = kPersonal;
  const auto made = records_of(log, asked);
  std::set<events::Hash> commitments;
  std::set<std::string_view> nonces;
  for (const auto& record : made.records) {
    const auto view = decode_record(record.bytes).value();
    for (const auto sealed : {view.sealed, view.origin}) {
      const auto part = decode_sealed(sealed).value();
      commitments.insert(part.commitment);
      nonces.insert(part.box.substr(0, kNonceBytes));
    }
  }
  EXPECT_EQ(nonces.size(), 4U);
  EXPECT_EQ(commitments.size(), 4U) << "who sees two cannot tell that the texts are equal";
  EXPECT_FALSE(commitments.contains(sha256(kPersonal))) << "nor guess the text";
}

TEST(ACommitment, that_was_changed_is_noticed_when_the_part_is_opened) {
  MemoryEventLog log;
  auto asked = request("a", 0, 1, kPersonal);
  asked.origin = "198.51.100.7";
  const auto bytes = record_of(log, asked);
  for (const auto field : {&RecordView::sealed, &RecordView::origin})
    for (std::size_t i = 0; i < 32; ++i) {
      auto record = decode_record(bytes).value();
      std::string part(record.*field);
      part[i] ^= 1;
      record.*field = part;
      const auto read = read_record(encode_record(record), Position{1}, log.keys());
      ASSERT_FALSE(read) << i;
      EXPECT_EQ(read.error().type, "log-damaged");
      EXPECT_EQ(read.error().code, Errc::corrupt);
      EXPECT_EQ(read.error().detail.rfind("Position 1: ", 0), 0U) << read.error().detail;
    }
}

TEST(ACommitment, stays_when_its_text_is_erased) {
  RocksdbHarness harness;
  must(append_one(harness.log(), request("a", 0, 1, kPersonal)));
  const auto before = read_everything(harness.log()).at(0);
  must(harness.keys().erase("competitor-a"));
  harness.reopen();
  const auto after = read_everything(harness.log()).at(0);
  EXPECT_EQ(after.personal, "");
  EXPECT_EQ(after.hash, before.hash) << "the record, which holds the commitment, is as it was";
  EXPECT_EQ(must(harness.log().verify({})), harness.log().head());
}

TEST(ASnapshot, with_a_changed_commitment_is_refused) {
  MemoryEventLog log;
  must(append_one(log, request("a", 0, 1, kPersonal)));
  auto bytes = must(seal_snapshot(competitor("a"), {Version{1}, "s", "{}", kPersonal}, log.keys()));
  auto view = decode_snapshot(bytes).value();
  std::string part(view.sealed);
  part[0] ^= 1;
  view.sealed = part;
  EXPECT_EQ(open_snapshot(competitor("a"), encode_snapshot(view), log.keys()).error().type,
            "log-damaged");
}

TEST(Keyring, keeps_one_key_per_subject_and_writes_new_ones_together) {
  auto keys = must(Keyring::open(std::make_unique<MemoryKeyStore>(), Key::random(), LogId{}));
  const auto first = must(keys->keys_for_writing({"a", "b", "c"}));
  EXPECT_EQ(keys->revision(), 2U) << "one write for three keys";
  const auto again = must(keys->keys_for_writing({"a", "c"}));
  EXPECT_EQ(keys->revision(), 2U);
  EXPECT_EQ(again.at("a").key.view(), first.at("a").key.view());
  EXPECT_NE(first.at("a").key.view(), first.at("b").key.view());
}

TEST(Keyring, remembers_more_subjects_than_its_cache_holds) {
  auto keys = must(Keyring::open(std::make_unique<MemoryKeyStore>(), Key::random(), LogId{}));
  std::set<std::string> subjects;
  for (int i = 0; i < 40'000; ++i) subjects.insert("subject-" + std::to_string(i));
  const auto first = must(keys->keys_for_writing(subjects));
  for (const auto& subject : subjects) {
    const auto again = must(keys->keys_for_writing({subject}));
    ASSERT_EQ(again.at(subject).key.view(), first.at(subject).key.view());
  }
}

}  // namespace lockstep::log::testing
