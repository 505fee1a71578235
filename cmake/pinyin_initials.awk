# Makes core/base/pinyin/initials.txt out of Unihan (Debian's package unicode-data):
#   bzcat /usr/share/unicode/Unihan_Readings.txt.bz2 | LC_ALL=C awk -f cmake/pinyin_initials.awk
# The readings of today's language: of the Xiandai Hanyu Cidian (kXHC1983), of the table of standard characters
# (kTGHZ2013), of the frequency dictionary (kHanyuPinlu), and the customary one (kMandarin). Not those of the Hanyu Da
# Zidian (kHanyuPinyin): mostly readings of old texts, which would find what nobody meant.

function number(hexadecimal, value, i) {
  value = 0
  for (i = 1; i <= length(hexadecimal); i++)
    value = value * 16 + index("0123456789ABCDEF", substr(hexadecimal, i, 1)) - 1
  return value
}

function utf8(code) {
  if (code < 65536) return sprintf("%c%c%c", 224 + int(code / 4096), 128 + int(code / 64) % 64, 128 + code % 64)
  return sprintf("%c%c%c%c", 240 + int(code / 262144), 128 + int(code / 4096) % 64, 128 + int(code / 64) % 64, 128 + code % 64)
}

# A reading's first letter without its tone; i, u and ü begin none.
function initial(reading, i) {
  if (reading ~ /^[a-z]/) return substr(reading, 1, 1)
  for (i = 1; i <= accents; i++)
    if (index(reading, accent[i]) == 1) return plain[i]
  print "no initial: " reading > "/dev/stderr"
  exit 1
}

function add(code, readings, each, count, i, letter) {
  sub(/^[^:]*:/, "", readings)
  sub(/\(.*/, "", readings)
  count = split(readings, each, ",")
  for (i = 1; i <= count; i++) {
    letter = initial(each[i])
    if (index(found[code], letter) == 0) found[code] = found[code] letter
  }
}

BEGIN {
  FS = "\t"
  accents = split("ā á ǎ à ē é ě è ê ế ề ō ó ǒ ò ń ň ǹ ḿ", accent, " ")
  split("a a a a e e e e e e e o o o o n n n m", plain, " ")
  add(number("3007"), "líng")
}

$2 == "kMandarin" || $2 == "kHanyuPinlu" || $2 == "kXHC1983" || $2 == "kTGHZ2013" {
  code = number(substr($1, 3))
  count = split($3, reading, " ")
  for (r = 1; r <= count; r++) add(code, reading[r])
}

# A line a letter with at most 64 characters, by code.
END {
  for (code = 12295; code < 205744; code++)
    for (i = 1; i <= length(found[code]); i++) {
      letter = substr(found[code], i, 1)
      lines[letter] = lines[letter] (size[letter] % 64 == 0 ? "\n" letter " " : "") utf8(code)
      size[letter]++
    }
  for (i = 1; i <= 26; i++) printf "%s", lines[substr("abcdefghijklmnopqrstuvwxyz", i, 1)]
  print ""
}
