// A request's JSON object, read strictly: every member must be known and of its kind. What is wrong
// is collected, and no value (nor the name of an unknown member) is ever quoted.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <boost/json.hpp>

#include "adapters/http/problem.h"
#include "adapters/http/shown.h"
#include "base/text.h"
#include "events/vendor_types.h"

namespace lockstep::http {

/// What a text member must look like.
struct TextRule {
  std::size_t min;  ///< Characters of what is kept.
  std::size_t max;
  bool (*well_formed)(std::string_view);               ///< Of what is kept. Null = any text.
  std::string_view expectation;                        ///< For people: "must be ...".
  std::string (*kept)(std::string_view) = base::tidy;  ///< The form in which it is kept.
  SchemaOf schema = schema_of<std::string>;
};
extern const TextRule kNameRule;
extern const TextRule kTeamNameRule;
extern const TextRule kPlainTextRule;
extern const TextRule kEmailRule;
extern const TextRule kUsernameRule;
extern const TextRule kDateRule;
extern const TextRule kIdRule;

template <class T>
concept TextChange = std::same_as<T, std::optional<std::string>> ||
    std::same_as<T, std::optional<std::optional<std::string>>>;

/// One member of a body: its name, and which member of a command it changes. The type of that one
/// says the rest: an optional may be null when what it holds is one, too; see Fields::read().
template <class Command, class Value>
struct BodyMember {
  constexpr BodyMember(std::string_view its_name, Value Command::*what) requires(!TextChange<Value>)
      : name(its_name), change(what) {}
  constexpr BodyMember(std::string_view its_name, Value Command::*what,
                       const TextRule& its_rule) requires TextChange<Value>
      : name(its_name), change(what), rule(&its_rule) {}

  std::string_view name;
  Value Command::*change;
  const TextRule* rule = nullptr;  ///< Of a text.
};

/// A body is a struct with a tuple `kMembers` of these: see bodies.h.
template <class B>
concept Body = requires {
  B::kMembers;
};

/// The members of a body as changes: an absent member changes nothing, null clears what may be
/// absent.
class Fields {
 public:
  explicit Fields(const boost::json::object& body) : body_(body) {}

  /// Null is a problem. Absent ones are remembered, see lacks_required().
  void required(std::string_view name, std::optional<std::string>& change, const TextRule& rule);
  void required(std::string_view name, std::optional<events::Division>& change);
  void optional(std::string_view name, std::optional<std::optional<std::string>>& change,
                const TextRule& rule);
  void optional(std::string_view name, std::optional<std::optional<events::Division>>& change);
  void flag(std::string_view name, std::optional<bool>& change);
  /// All members of a body into what they change. Required are texts, ids and enums that cannot be
  /// null.
  template <Body B, class Command>
  void read(Command& command) {
    std::apply([&](const auto&... one) { (take(one, command.*one.change), ...); }, B::kMembers);
  }
  void add(std::string_view name, std::string detail);
  /// A member is absent without which there cannot be a new thing.
  [[nodiscard]] bool lacks_required() const { return !lacking_.empty(); }
  /// Makes problems of them.
  void refuse_lacking();
  /// 422 with everything that was found, unknown members included.
  Answered<void> finish();

 private:
  template <class Member>
  void take(const Member& one, std::optional<std::string>& change) {
    required(one.name, change, *one.rule);
  }
  template <class Member>
  void take(const Member& one, std::optional<std::optional<std::string>>& change) {
    optional(one.name, change, *one.rule);
  }
  template <class Member>
  void take(const Member& one, std::optional<events::Division>& change) {
    required(one.name, change);
  }
  template <class Member>
  void take(const Member& one, std::optional<std::optional<events::Division>>& change) {
    optional(one.name, change);
  }
  template <class Member>
  void take(const Member& one, std::optional<bool>& change) {
    flag(one.name, change);
  }
  template <class Member, class Tag>
  void take(const Member& one, std::optional<Id<Tag>>& change) {
    std::optional<std::string> id;
    required(one.name, id, kIdRule);
    if (id) change = Id<Tag>{*std::move(id)};
  }
  template <class Member, class Tag>
  void take(const Member& one, LeftOut<Id<Tag>>& change) {
    std::optional<std::optional<std::string>> id;
    optional(one.name, id, kIdRule);
    // Left out it means all of them, and a variable that was not set is not that.
    if (id && !*id) add(one.name, "Must not be null.");
    if (id && *id) change.value = Id<Tag>{**std::move(id)};
  }
  /// Null when it is absent; notes the name as known.
  const boost::json::value* look_up(std::string_view name);
  std::optional<std::string> text(std::string_view name, const boost::json::value& value,
                                  const TextRule& rule);
  std::optional<events::Division> division(std::string_view name, const boost::json::value& value);

  const boost::json::object& body_;
  std::vector<std::string_view> known_;
  std::vector<FieldProblem> lacking_;
  std::vector<FieldProblem> problems_;
};

/// Of a member's value.
template <class T>
boost::json::object schema_of_change(const LeftOut<T>* /*kind*/, const TextRule* /*rule*/,
                                     Schemas& schemas) {
  return schema_of<T>(schemas);
}
template <class T>
boost::json::object schema_of_change(const std::optional<T>* /*kind*/, const TextRule* rule,
                                     Schemas& schemas) {
  if constexpr (std::same_as<T, std::string>)
    return rule->schema(schemas);
  else
    return schema_of<T>(schemas);
}
template <class T>
boost::json::object schema_of_change(const std::optional<std::optional<T>>* /*kind*/,
                                     const TextRule* rule, Schemas& schemas) {
  return or_null(schema_of_change(static_cast<const std::optional<T>*>(nullptr), rule, schemas));
}

/// Nothing has to be in it: what is absent stays as it is.
template <Body B>
struct Shown<B> {
  static boost::json::object schema(Schemas& schemas) {
    return named_schema(schemas, kSchemaName<B>, typeid(B), [](Schemas& all) {
      ObjectSchema out{all};
      const auto add = [&]<class C, class Value>(const BodyMember<C, Value>& one) {
        out.add(one.name, schema_of_change(static_cast<const Value*>(nullptr), one.rule, all),
                false);
      };
      std::apply([&](const auto&... one) { (add(one), ...); }, B::kMembers);
      return std::move(out).done();
    });
  }
};

}  // namespace lockstep::http
