/// What a method declares, as plain data: the checked content of a method.yaml. See sdk/guide/manifest.md for meaning.
/// Immutable after reading; shared between threads.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"

namespace liufa::host {

enum class FieldType {
  text,
  integer,
  decimal,
  money,
  date,
  datetime,
  boolean,
  choice,
  organisation,
  member,
  record,
  file
};

/// The manifest's word for a type ("text", "integer", …).
std::string_view word(FieldType type);

struct Option {
  std::string id;
  Text name;
};

/// Who may see a field's value (PIPL art. 51: classified management of personal information).
enum class Class {
  open,      ///< `public`: may be told to anybody
  internal,  ///< to whoever may read the record
  sensitive  ///< kept encrypted, masked for everybody, revealed one by one, for a purpose that is noted
};

struct Field {
  std::string id;
  Text name;
  Text help;  ///< both empty if none
  FieldType type = FieldType::text;
  bool required = false;
  bool computed = false;
  bool fixed = false;
  bool list = false;
  std::vector<std::string> during;  ///< states in which it may be changed; empty = any
  std::optional<Json> default_value;
  std::optional<std::int64_t> min;  ///< as stored: of a decimal scaled, of money in fen
  std::optional<std::int64_t> max;
  int scale = 0;                   ///< of a decimal
  std::size_t max_length = 2000;   ///< of a text, in characters
  std::vector<Option> options;     ///< of a choice, in order
  std::vector<std::string> kinds;  ///< of an organisation; empty = all
  std::string record;              ///< of organisation, member and record: the full id of the type referred to
  Class classified = Class::internal;
  std::vector<std::string> reveal;  ///< roles that may have a sensitive value revealed, within their scope
  bool anywhere = false;            ///< of these: a person may name one outside their own scope

  [[nodiscard]] bool is_reference() const {
    return type == FieldType::organisation || type == FieldType::member || type == FieldType::record;
  }
  [[nodiscard]] bool is_sensitive() const { return classified == Class::sensitive; }
  /// Kept in a TEXT column (else INTEGER).
  [[nodiscard]] bool is_text_column() const { return list || is_text_element(); }
  /// A single value is kept as text.
  [[nodiscard]] bool is_text_element() const {
    return type == FieldType::text || type == FieldType::date || type == FieldType::datetime ||
           type == FieldType::choice || type == FieldType::file;
  }
};

/// Who may do something: those with a post of this role that reaches an owner of the record.
struct Permission {
  std::string role;
  std::string owner = {};  ///< the one owner (of an action: input) that counts, for a side's own part; empty: any

  bool operator==(const Permission&) const = default;
};

struct State {
  std::string id;
  Text name;
};

/// A step that hands a person's data on to another organisation, which needs their consent (PIPL art. 23).
struct Disclosure {
  std::string member;  ///< the field that says whose
  std::string to;      ///< the organisation field that says who receives them
  Text purpose;
};

struct Transition {
  std::string id;
  Text name;
  std::vector<std::string> from;
  std::string to;
  std::vector<Permission> by;
  std::vector<std::string> needs;
  std::vector<std::string> takes;
  std::string event;
  std::optional<Disclosure> discloses;
};

struct Workflow {
  std::string initial;
  std::vector<State> states;
  std::vector<Transition> transitions;

  /// Null if there is none of that id.
  [[nodiscard]] const Transition* transition(std::string_view id) const;
  [[nodiscard]] const State* state(std::string_view id) const;
};

/// How long records are kept (PIPL art. 19: no longer than their purpose needs; art. 47: erased then).
struct Retention {
  std::string after;                ///< the date field or system column from which the years count
  std::vector<std::string> states;  ///< in which they count; empty = any
  int years = 0;                    ///< 0: for good, unless the district sets a term
};

struct RecordType {
  std::string method;
  std::string id;
  std::string full_id;  ///< "pairing.pair"
  std::string table;    ///< "pairing_pair"
  Text name;
  std::vector<std::string> title;
  std::vector<std::string> owners;
  bool exported = false;
  /// Computed from other records by the method's code, in bulk: nobody else writes it, it has no history. Its fields
  /// are all `computed`.
  bool derived = false;
  std::vector<Field> fields;
  std::vector<std::vector<std::string>> unique;
  std::vector<std::string> key;
  std::vector<std::vector<std::string>> indexes;
  std::vector<Permission> read;
  std::vector<Permission> create;
  std::vector<Permission> update;
  std::optional<Workflow> workflow;
  std::optional<Retention> retention;

  /// The position of a field in `fields`; nothing if there is none.
  [[nodiscard]] std::optional<std::size_t> index_of(std::string_view field) const;
  [[nodiscard]] const Field* field(std::string_view id) const;
};

struct Figure {
  enum class Value { count, sum, average, distinct, share };
  enum class Period { none, at, between, year };

  std::string method;
  std::string id;
  std::string key;  ///< "pairing.member_pairs"
  Text name;
  Text unit;          ///< English is empty of a measure word, which it does without
  std::string of;     ///< full id of the record type
  std::string where;  ///< SQL; empty = all
  Value value = Value::count;
  std::string value_field;   ///< of sum, average, distinct
  std::string share_where;   ///< of share
  std::string organisation;  ///< field; empty = not placed in the tree
  Period period = Period::none;
  std::string period_from;  ///< of `at` and `year` the one field
  std::string period_until;
};

/// What is due: for each record that its condition selects, or for each organisation of a kind in every period.
struct Reminder {
  enum class Every { once, month, quarter, year };

  std::string method;
  std::string id;
  std::string key;  ///< "assessment.self_check"
  Text name;
  std::string of;              ///< full id: of the records that are due, or that fulfil what is due
  std::string where;           ///< SQL; empty = all
  std::string due;             ///< SQL: the last day, a civil date; of a periodic one empty: the period's last day
  int working_days = 0;        ///< added to `due`, by the district's calendar
  int ahead = 30;              ///< days before the last one at which it appears
  std::vector<Permission> by;  ///< whose it is to do
  Every every = Every::once;
  std::vector<std::string> kinds;  ///< of a periodic one: of the organisations
  std::string organisation;        ///< the field that places it in the tree
  std::string at;                  ///< of a periodic one: the date field that counts for the period
};

/// A record of the method that says something about a member or an organisation, for whichever method asks.
struct Fact {
  std::string key;  ///< "pairing.support"
  Text name;
  std::string of;     ///< full id of the record type
  std::string where;  ///< SQL; empty = all
  // SQL over the record's columns; empty = nothing
  std::string member;
  std::string organisation;
  std::string on;
  std::string until;
  std::string quantity;
  std::string grade;
  std::string text;
};

/// A step before which others may have to be heard about a member.
struct Gate {
  std::string key;  ///< "exemplar.naming"
  Text name;
  std::string of;          ///< full id of the record type
  std::string where;       ///< SQL; empty = all
  std::string transition;  ///< the step that waits
  std::string member;      ///< the field that says whom it is about
  std::string kind;        ///< development, admission, appointment, award, or a word of the district's
};

struct Action {
  std::string id;
  Text name;
  std::vector<Permission> by;
  std::vector<Field> input;
};

/// A part of the console that the method brings: a web component, in a module of its package.
struct Panel {
  enum class Place { home, method, record };

  std::string id;
  Text name;
  Place place = Place::home;
  std::string record;          ///< of `record`: the full id of the type on whose pages it stands
  std::string script;          ///< "web/board.js"
  std::vector<Permission> by;  ///< who sees it; empty: the record's readers, elsewhere all readers

  /// The custom element that the module defines: "liufa-pairing-board".
  [[nodiscard]] std::string element(std::string_view method) const;
};

/// The folder of a package from which modules are served.
inline constexpr std::string_view web_folder = "web/";

/// web/NAME.js: NAME of lower-case letters, digits, - and _, at most 40, beginning with a letter or digit.
bool is_panel_script(std::string_view file);

struct DeclaredEvent {
  std::string name;  ///< "result.published"
  Text text;
};

struct Manifest {
  std::string id;
  Text name;
  Text summary;
  std::string version;
  int sdk = 1;
  std::string library;               ///< empty = no code
  std::map<std::string, bool> uses;  ///< other method → required
  std::vector<std::string> reads;
  std::vector<RecordType> records;
  std::vector<Field> settings;
  std::vector<Figure> figures;
  std::vector<Reminder> reminders;
  std::vector<Action> actions;
  std::vector<Panel> panels;
  std::vector<DeclaredEvent> events;
  std::vector<Fact> facts;
  std::vector<Gate> gates;
  std::vector<std::string> subscribes;
  std::vector<std::string> guards;

  [[nodiscard]] const RecordType* record(std::string_view id) const;
  [[nodiscard]] const Action* action(std::string_view id) const;
};

}  // namespace liufa::host
