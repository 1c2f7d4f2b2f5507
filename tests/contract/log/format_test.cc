// The stored bytes are for ever: these are the ones of format 3, written out by hand.
#include "engine/log/format.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "engine/log/bytes.h"
#include "engine/log/crypto.h"

namespace lockstep::log {

namespace {

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

RecordView example() {
  RecordView record;
  record.position = Position{258};
  record.version = Version{3};
  record.recorded_at = Timestamp{5};
  record.previous.fill(0xAB);
  record.category = "coach";
  record.stream_id = "7";
  record.type = "t.v1";
  record.correlation_id = "co";
  record.causation_id = "ca";
  record.who_role = "r";
  record.who_id = "i";
  record.body = "{}";
  return record;
}

/// Everything up to the number of optional fields.
std::string beginning() {
  std::string previous;
  for (int i = 0; i < 32; ++i) previous += "ab";
  return "03"
         "0000000000000102"
         "0000000000000003"
         "0000000000000005" +
         previous +
         "05636f616368"
         "0137"
         "04742e7631"
         "02636f"
         "026361"
         "0172"
         "0169"
         "027b7d";
}

/// With all optional fields, known and unknown.
RecordView full_example() {
  auto record = example();
  record.sealed = "S";
  record.origin = "OO";
  record.trace = "T";
  record.organisation = "o";
  record.unknown = {2, std::string_view("\x07\x01x\xff\x02yz", 7)};
  return record;
}

}  // namespace

TEST(StoredBytes, of_a_record_are_these) {
  EXPECT_EQ(hex(encode_record(example())), beginning() + "00");
}

TEST(StoredBytes, of_a_record_end_with_its_optional_fields_in_the_order_of_their_tags) {
  EXPECT_EQ(hex(encode_record(full_example())), beginning() +
                                                    "06"
                                                    "010153"
                                                    "02024f4f"
                                                    "030154"
                                                    "04016f"
                                                    "070178"
                                                    "ff02797a");
  auto record = example();
  record.trace = "T";
  EXPECT_EQ(hex(encode_record(record)), beginning() +
                                            "01"
                                            "030154");
}

TEST(StoredBytes, of_a_record_come_back_as_they_were) {
  const auto bytes = encode_record(full_example());
  const auto record = decode_record(bytes);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->sealed, "S");
  EXPECT_EQ(record->origin, "OO");
  EXPECT_EQ(record->trace, "T");
  EXPECT_EQ(record->organisation, "o");
  EXPECT_EQ(record->unknown.count, 2);
  EXPECT_EQ(encode_record(*record), bytes) << "what a newer build added is not lost";
}

TEST(StoredBytes, of_optional_fields_can_be_written_in_one_way_only) {
  const auto with = [](std::string_view fields) {
    const auto bytes = encode_record(example());
    return bytes.substr(0, bytes.size() - 1) + std::string(fields);
  };
  using namespace std::string_view_literals;
  EXPECT_TRUE(decode_record(with("\2\1\1S\2\1O"sv)));
  EXPECT_FALSE(decode_record(with("\2\2\1O\1\1S"sv))) << "not sorted";
  EXPECT_FALSE(decode_record(with("\2\1\1S\1\1S"sv))) << "twice";
  EXPECT_FALSE(decode_record(with("\1\1\0"sv))) << "an empty field is not there";
  EXPECT_FALSE(decode_record(with("\1\x09\0"sv))) << "whoever knows it";
  EXPECT_FALSE(decode_record(with("\1\0\1S"sv))) << "no field has the tag 0";
  EXPECT_FALSE(decode_record(with("\1\1\x81\0S"sv))) << "a length in more bytes than it needs";
  EXPECT_FALSE(decode_record(with("\2\1\1S"sv))) << "fewer than were said";
  EXPECT_FALSE(decode_record(with("\0\1\1S"sv))) << "more than were said";
}

TEST(StoredBytes, of_keys_sort_as_their_numbers_do) {
  EXPECT_EQ(hex(position_key(Position{258})), "0000000000000102");
  EXPECT_LT(position_key(Position{255}), position_key(Position{256}));
  EXPECT_EQ(hex(stream_key({"ab", "c"}, Version{1})),
            "00026162000163"
            "0000000000000001");
  const auto key = stream_key({"a", std::string("x\0|y", 4)}, Version{9});
  EXPECT_EQ(parse_stream_key(key)->version, Version{9});
  EXPECT_EQ(parse_stream_key(key)->prefix, stream_prefix({"a", std::string("x\0|y", 4)}));
  EXPECT_FALSE(parse_stream_key(key + "x"));
  EXPECT_FALSE(parse_position_key("1234567"));
}

TEST(StoredBytes, of_a_remembered_command_a_snapshot_and_the_head_are_these) {
  EXPECT_EQ(hex(encode_remembered({{Version{1}, Position{2}, 3, false}, Timestamp{4}, "f"})),
            "03"
            "0000000000000001"
            "0000000000000002"
            "00000003"
            "0000000000000000"
            "0000000000000004"
            "0166");
  EXPECT_EQ(hex(encode_snapshot({Version{1}, "s", "{}", ""})),
            "03"
            "0000000000000001"
            "0173"
            "027b7d"
            "00");
  EXPECT_EQ(hex(encode_head({Position{1}, {}})),
            "03"
            "0000000000000001" +
                std::string(64, '0'));
  EXPECT_EQ(hex(encode_sealed({sha256("abc"), 2, "box"})),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            "00000002"
            "626f78");
  EXPECT_EQ(hex(encode_key_record({2, "key"})),
            "03"
            "00000002"
            "6b6579");
  EXPECT_EQ(hex(seal_context(SealedIn::event, {"a", "b"}, Version{1})),
            "01"
            "000161000162"
            "0000000000000001");
}

TEST(StoredBytes, long_texts_have_their_length_in_several_bytes) {
  const auto bytes = ByteWriter().text(std::string(300, 'x')).take();
  EXPECT_EQ(hex(bytes.substr(0, 3)), "ac0278");
  EXPECT_EQ(ByteReader(bytes).text().size(), 300U);
}

TEST(StoredBytes, that_were_cut_or_grew_are_not_a_record) {
  for (const auto& record : {example(), full_example()}) {
    const auto bytes = encode_record(record);
    for (std::size_t size = 0; size < bytes.size(); ++size)
      EXPECT_FALSE(decode_record(std::string_view(bytes).substr(0, size))) << size;
    EXPECT_FALSE(decode_record(bytes + "x"));
    EXPECT_FALSE(decode_record(bytes + std::string(1, '\0')));
    EXPECT_TRUE(decode_record(bytes));
  }
}

TEST(StoredBytes, of_another_format_are_not_a_record) {
  auto bytes = encode_record(full_example());
  for (int format = 0; format < 256; ++format) {
    bytes[0] = static_cast<char>(format);
    EXPECT_EQ(decode_record(bytes).has_value(), format == 3) << format;
  }
}

TEST(StoredBytes, that_were_changed_are_no_record_or_the_record_of_these_very_bytes) {
  for (const auto& record : {example(), full_example()}) {
    const auto bytes = encode_record(record);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      for (int value = 0; value < 256; ++value) {
        auto changed = bytes;
        changed[i] = static_cast<char>(value);
        const auto decoded = decode_record(changed);
        EXPECT_TRUE(!decoded || encode_record(*decoded) == changed) << i << ", " << value;
      }
  }
}

TEST(StoredBytes, of_a_mark_notice_every_changed_bit) {
  Mark mark;
  mark.log_id.fill('L');
  mark.head.position = Position{42};
  mark.key_revision = 7;
  auto bytes = encode_mark(mark);
  ASSERT_EQ(bytes.size(), kMarkBytes);
  EXPECT_EQ(decode_mark(bytes), mark);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] ^= 1;
    EXPECT_FALSE(decode_mark(bytes)) << i;
    bytes[i] ^= 1;
  }
}

TEST(Crypto, hashes_and_seals_as_the_standards_say) {
  const auto hash = sha256("abc");
  EXPECT_EQ(base::to_hex(hash), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const auto key = Key::random();
  const auto box = seal(key, "plain", "context");
  EXPECT_EQ(box.size(), 12U + 5U + 16U);
  EXPECT_EQ(open_sealed(key, box, "context"), "plain");
  EXPECT_FALSE(open_sealed(key, box, "contexT"));
  EXPECT_FALSE(open_sealed(Key::random(), box, "context"));
  EXPECT_FALSE(open_sealed(key, box.substr(1), "context"));
  EXPECT_FALSE(open_sealed(key, "short", "context"));
  EXPECT_NE(seal(key, "plain", "context"), box) << "every seal has a nonce of its own";
  EXPECT_EQ(open_sealed(key, seal(key, "", ""), ""), "");
}

}  // namespace lockstep::log
