#include "base/catalogue/catalogue.hpp"

namespace liufa::host {

namespace {
using enum ProblemKind;

// clang-format off
constexpr CatalogueEntry entries[] = {
    {"request.no_route", not_found,
     "没有此地址：{method} {path}；接口清单见 /api/v1/districts/{{区}}/openapi.json",
     "There is nothing at {method} {path}; the API is described at /api/v1/districts/{{district}}/openapi.json"},
    {"request.method", malformed,
     "此地址不接受 {method}；可用：{known}",
     "This address does not take {method}; possible: {known}"},
    {"request.json", malformed,
     "请求内容不是有效的 JSON（第 {position} 字节）：{reason}",
     "The body is not valid JSON (byte {position}): {reason}"},
    {"request.object", malformed,
     "请求内容应为 JSON 对象，实际为{found}",
     "The body must be a JSON object, found {found}"},
    {"request.too_large", too_large,
     "请求内容最大 {limit} MB",
     "A request may have at most {limit} MB"},
    {"request.parameter", malformed,
     "参数“{name}”的值“{found}”无效；应为{expected}",
     "The parameter “{name}” has the value “{found}”; expected {expected}"},
    {"request.unknown_parameter", malformed,
     "未知参数“{name}”；可用：{known}",
     "Unknown parameter “{name}”; possible: {known}"},
    {"request.no_token", unauthenticated,
     "请在 Authorization 头中给出访问令牌：Bearer <令牌>",
     "Give the access token in the header Authorization: Bearer <token>"},
    {"request.bad_token", unauthenticated,
     "访问令牌无效；令牌只在建区时显示一次，可用 liufa token renew 重新生成",
     "The access token is not valid; it is shown once, liufa token renew makes a new one"},
    {"request.forbidden", forbidden,
     "您的角色不能对“{what}”执行“{action}”；需要角色：{roles}",
     "Your roles do not allow “{action}” on “{what}”; needed: {roles}"},
    {"request.key_reused", conflict,
     "Idempotency-Key“{key}”已用于另一内容不同的请求；请换一个键",
     "The Idempotency-Key “{key}” was used for another request with other content; use a new key"},
    {"request.key_form", malformed,
     "Idempotency-Key 应为 1 至 100 个可见 ASCII 字符",
     "Idempotency-Key must be 1 to 100 visible ASCII characters"},
    {"request.failed", failed,
     "内部错误（编号 {reference}）；未写入任何内容，请将编号告知管理员",
     "Internal error (reference {reference}); nothing was written, tell the administrator the reference"},
    {"district.none", not_found,
     "没有区“{district}”",
     "There is no district “{district}”"},
    {"district.exists", conflict,
     "区“{district}”已存在",
     "The district “{district}” already exists"},
    {"district.id", invalid,
     "区的 id 应为小写字母开头的字母、数字、下划线，最多 40 个字符；实际为“{found}”",
     "A district's id must be lower-case letters, digits and _, beginning with a letter, at most 40; found “{found}”"},
    {"data.locked", unavailable,
     "数据文件夹 {folder} 正由另一个进程（{holder}）使用；请通过该服务操作，或先停止它",
     "The data folder {folder} is in use by another process ({holder}); go through that server, or stop it first"},
    {"data.none", not_found,
     "数据文件夹 {folder} 中没有任何区；可用 liufa demo hechuan 或 liufa district create 建立",
     "The data folder {folder} holds no district; make one with liufa demo hechuan or liufa district create"},
    {"data.server", unavailable,
     "无法联系正在使用数据文件夹的服务 {address}：{reason}",
     "Could not reach the server {address} that holds the data folder: {reason}"},
    {"data.file", not_found,
     "无法读取文件 {file}：{reason}",
     "Could not read the file {file}: {reason}"},
    {"config.invalid", invalid,
     "配置文件 {file} 第 {row} 行：{reason_zh}",
     "Configuration {file}, line {row}: {reason}"},
};
// clang-format on
}  // namespace

std::span<const CatalogueEntry> request_problems() { return entries; }

}  // namespace liufa::host
