#include "base/catalogue/catalogue.hpp"

namespace liufa::host {

namespace {
using enum ProblemKind;

// clang-format off
constexpr CatalogueEntry entries[] = {
    {"storage.failed", failed,
     "数据库操作失败：{reason}",
     "The database could not do that: {reason}"},
    {"storage.full", unavailable,
     "磁盘已满，未写入任何内容；请清理磁盘后重试",
     "The disk is full, nothing was written; free some space and try again"},
    {"storage.busy", unavailable,
     "另一个程序正在写入此区的数据；请停止它后重试",
     "Another program is writing this district's data; stop it and try again"},
    {"storage.constraint", conflict,
     "与已有数据冲突：{reason}",
     "In conflict with what is there: {reason}"},
    {"storage.sql", invalid,
     "SQL 语句有误：{reason}",
     "The SQL statement is not valid: {reason}"},
    {"storage.not_granted", forbidden,
     "该方法未获准读取“{table}”；请在 method.yaml 的 reads 中声明",
     "The method was not granted to read “{table}”; declare it under reads in method.yaml"},
    {"storage.not_select", forbidden,
     "方法只能执行一条 SELECT 语句；写入须通过主机的记录接口",
     "A method may run one SELECT only; writing goes through the host's record calls"},
    {"storage.parameters", invalid,
     "SQL 有 {expected} 个参数，实际给出 {found} 个",
     "The SQL has {expected} parameters, {found} were given"},
    {"storage.too_long", refused,
     "查询超过 {seconds} 秒，已中止；请缩小范围或增加索引",
     "The query took more than {seconds} s and was stopped; narrow it or declare an index"},
    {"storage.stopping", unavailable,
     "本区数据正在关闭，未写入；请稍后重试",
     "The district is closing, nothing was written; try again later"},
    {"storage.corrupt", failed,
     "数据文件已损坏：{reason}；请从备份恢复",
     "The data file is damaged: {reason}; restore it from a backup"},
    {"migration.refused", conflict,
     "无法把“{record}”改为新的声明：{reason}",
     "“{record}” can't be changed to the new declaration: {reason}"},
};
// clang-format on
}  // namespace

std::span<const CatalogueEntry> storage_problems() { return entries; }

}  // namespace liufa::host
