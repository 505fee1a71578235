/// Finding Chinese text by the first letters of its pinyin.
#pragma once

#include <cstdint>
#include <string_view>

namespace liufa::host {

/// The letters with which a character is read, a bit each (a: 1, b: 2, c: 4, …); several if it is read in several ways,
/// 0 if it is no Chinese character or nothing is known of it. By Unihan, see core/base/pinyin/initials.txt. Any thread.
std::uint32_t pinyin_initials(char32_t character);

/// The files of core/base/pinyin, built in.
std::string_view pinyin_data(std::string_view name);

}  // namespace liufa::host
