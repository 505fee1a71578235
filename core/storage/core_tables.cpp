#include <fmt/format.h>

#include <set>

#include "storage/schema.hpp"

namespace liufa::host {

namespace {

Column text(std::string name, bool required = true) { return {std::move(name), true, required}; }
Column integer(std::string name, bool required = true) { return {std::move(name), false, required}; }

struct CoreTable {
  Table table;
  std::vector<std::vector<std::string>> unique;
  std::vector<std::vector<std::string>> indexes;
};

const std::vector<CoreTable>& core_tables() {
  static const std::vector<CoreTable> tables{
      // The log. id is the offset. `record` and `subject` name what changed; both null for an emitted event.
      {{"core_event",
        {text("at"), text("actor"), text("method"), text("topic"), text("record", false), integer("subject", false),
         text("before", false), text("after", false), text("hash"), text("salt", false), text("content", false)}},
       {},
       {{"record", "subject"}}},
      // One row per 1024 events: the hash of the last of them. id is that event's offset.
      {{"core_seal", {text("at"), text("hash")}}, {}, {}},
      // How far each subscribed method has handled the log.
      {{"core_cursor", {text("method"), integer("position")}}, {{"method"}}, {}},
      {{"core_dead_letter",
        {text("method"), integer("event"), text("at"), text("problem"), integer("attempts"), text("state")}},
       {},
       {{"method", "state"}}},
      {{"core_idempotency", {text("key"), text("request"), integer("status"), text("body"), text("at")}},
       {{"key"}},
       {{"at"}}},
      {{"core_method",
        {text("method"), text("state"), text("reason", false), text("version"), text("manifest"), integer("count"),
         text("since")}},
       {{"method"}},
       {}},
      // What the administrators granted to each method: words of capabilities, a JSON array.
      {{"core_grant", {text("method"), text("capabilities"), text("actor"), text("at")}}, {{"method"}}, {}},
      {{"core_setting", {text("method"), text("settings"), text("at")}}, {{"method"}}, {}},
      // The district's own texts: its name, the template of its report.
      {{"core_text", {text("name"), text("zh"), text("en"), text("at")}}, {{"name"}}, {}},
      {{"core_record_type", {text("record"), text("shape")}}, {{"record"}}, {}},
      // Secrets of accounts: hashes, and one-time-code secrets sealed with the district's key.
      {{"core_credential",
        {integer("account"), text("hash"), text("changed_at"), integer("must_change"), text("earlier"),
         text("code_secret", false), integer("code_step"), text("pending_secret", false)}},
       {{"account"}},
       {}},
      {{"core_session",
        {text("hash"), integer("account"), text("created_at"), text("used_at"), text("address"), text("agent"),
         text("ended_at", false)}},
       {{"hash"}},
       {{"account"}}},
      // Which of them were opened through the identity provider.
      {{"core_session_by_provider", {integer("session")}}, {{"session"}}, {}},
      {{"core_access_token",
        {text("hash"), integer("account"), text("name"), text("access"), text("methods"), text("expires_on"),
         text("created_at"), text("revoked_at", false)}},
       {{"hash"}},
       {{"account"}}},
      {{"core_sign_in_delay", {text("subject"), integer("failures"), text("last_at"), text("until_at")}},
       {{"subject"}},
       {}},
      {{"core_file", {text("hash"), text("name"), text("media_type"), integer("size"), text("created_at")}},
       {{"hash"}},
       {}},
      // Which records refer to a file, and which accounts brought it (record "host.upload"): whoever reaches one of
      // these
      // may see it. What is no longer referred to may still be listed: the record itself decides.
      {{"core_file_use", {text("hash"), text("record"), integer("subject")}}, {{"hash", "record", "subject"}}, {}},
      // How many fields of new records were filled without asking, by record type.
      {{"core_spared", {text("record"), integer("fields")}}, {{"record"}}, {}},
      {{"core_property", {text("name"), text("value")}}, {{"name"}}, {}},
      // One row: how often organisations came or moved.
      {{"core_tree", {integer("version")}}, {}, {}},
  };
  return tables;
}

/// Columns that came with a later version.
void add_missing_columns(Session& session, const Table& table) {
  std::set<std::string, std::less<>> known;
  {
    const auto rows = session.query(fmt::format("SELECT * FROM {} WHERE id = 0", table.name));
    for (std::size_t i = 0; i < rows->columns(); ++i) known.emplace(rows->name(i));
  }
  for (const Column& each : table.columns)
    if (!known.contains(each.name)) session.add_column(table.name, each);
}

}  // namespace

void create_core_tables(Session& session) {
  for (const CoreTable& each : core_tables()) {
    // Asking for a table that is not there is the one portable way to find out.
    bool there = true;
    try {
      session.query("SELECT id FROM " + each.table.name + " WHERE id = 0")->next();
    } catch (const std::exception&) {
      there = false;
    }
    if (there) {
      add_missing_columns(session, each.table);
      continue;
    }
    session.create_table(each.table);
    for (const auto& columns : each.unique)
      session.create_index(index_name("ux", each.table.name, columns), each.table.name, columns, true);
    for (const auto& columns : each.indexes)
      session.create_index(index_name("ix", each.table.name, columns), each.table.name, columns, false);
  }
}

}  // namespace liufa::host
