/// One write in progress: the transaction's session and in whose name it writes.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "directory/authorise.hpp"
#include "events/log.hpp"
#include "services/district_model.hpp"
#include "storage/key_ring.hpp"

namespace liufa::host {

/// Gives each new record of a table its id: ascending, never twice. Used on the writer's thread only.
class IdSource {
 public:
  std::int64_t next(Session& session, const RecordType& type);

 private:
  std::uint64_t generation_ = 0;
  std::unordered_map<std::string, std::int64_t> last_;
};

/// What a reference was resolved to, kept during an import so that a code is looked up once.
struct Resolved {
  std::int64_t id = 0;
  std::string kind;  ///< of an organisation
};
/// What there is under one name; an id of 0: more than one.
using IdsByName = std::unordered_map<std::string, std::int64_t>;
struct ResolvedReferences {
  std::unordered_map<std::string, Resolved> known;
  std::unordered_map<std::string, IdsByName> names;  ///< by table and reach; read when the first name is looked up
};

struct WriteContext {
  Session& session;
  const DistrictModel& model;
  EventLog& log;
  IdSource& ids;
  std::string now;
  std::string actor;
  /// The method in whose name its code writes; empty when a person writes. Code may set computed fields.
  std::string author;
  int depth = 0;  ///< of handlers setting each other off
  /// During an import, which also takes a reference's id or name where there is no such key; else null.
  ResolvedReferences* resolved = nullptr;
  /// The person who writes, whose scope counts while `author` is empty; null: the host itself.
  const Actor* person = nullptr;
  const KeyRing* keys = nullptr;  ///< of the district
  bool access_changed = false;    ///< accounts or posts were written: see District::write
};

}  // namespace liufa::host
