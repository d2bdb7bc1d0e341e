# What a backtracking engine must get right: groups in loops, choices that are taken back,
# loops that match nothing, groups that look around, possessive and atomic groups.
import re


def show(pattern, text, flags=0):
    compiled = re.compile(pattern, flags)
    for method in (compiled.match, compiled.search, compiled.fullmatch):
        found = method(text)
        print(found and (found.span(), found.groups(), found.lastindex), end=" ")
    print(compiled.findall(text), compiled.split(text), compiled.sub("-", text))


print("groups in loops")
show(r"(?:(a)|(b)|c)*", "abcab")
show(r"((a)|(b))*", "ab")
show(r"(?:(a)|b)*?c", "abac")
show(r"(a*)*", "aaa")
show(r"(a*)+?b", "aaab")
show(r"(?:(\w)(\d)?)+", "a1b")
show(r"(?:a(?=b)|b)+", "abab")
show(r"(?:(x)|(y)){2,3}", "xyxyx")
print("choices taken back")
show(r"(a|ab)(c|bcd)(d*)", "abcd")
show(r"(\w+)=(\w+)", "a=1 b=22 c= d")
show(r"(.*)(\d+)", "ab123")
show(r"(.*?)(\d+)", "ab123")
show(r"[a-z]{2,4}?x", "abcdx abx")
show(r"a.?c|abcd", "abcd")
print("nothing matched")
show(r"x*", "axxb")
show(r"(?:)*", "ab")
show(r"(?:a|)+b", "aab")
show(r"\b", "a b")
show(r"\B", "")
show(r"$", "a\n")
print("looking around")
show(r"(?<=x)y(?!z)", "yxyzxya")
show(r"(?=(\w+))\1:", "abc:")
show(r"(?!(a)b)\w", "abac")
show(r"(?<!a)b", "ab bb")
print("atomic and possessive")
show(r"(?>a|ab)c", "abc ac")
show(r"a++b", "aaab")
show(r"(?:ab)*+a", "ababa")
show(r"(?:ab){1,2}+", "ababab")
show(r"\d{2,3}+\d", "12345")
print("references and conditions")
show(r"(.)(.)\2\1", "abba cddc")
show(r"(a)\1", "aAa", re.IGNORECASE)
show(r"(<)?\w+(?(1)>|$)", "<a> b")
print("lines and cases")
show(r"^.*\berror\b.*$", "x error y\nfoo\nerror", re.MULTILINE)
show(r"^b", "a\nb", re.MULTILINE)
show(r"took\s+(\d+)\s*ms", "TOOK 12ms", re.IGNORECASE)
show(r"a.c", "a\nc", re.DOTALL)
show(r"[^\W\d_]+", "ab1_cd")
print("bytes", re.findall(rb"[^\x00-\x7f]+|\w", b"a\xe9\xe8_"), re.sub(rb"(?i)A(.)", rb"<\1>", b"abAc"))
print("positions", re.compile("^b").search("ab", 1), re.compile("b$").search("abc", 0, 2).span())
pattern = re.compile("a|(b)")
print([pattern.match("ba", start).lastindex for start in (0, 1)], pattern.findall("ab", 2, 1))


def reentrant(found):
    return WORD.sub("*", found[0]) + str(len(WORD.findall("ab cd")))


WORD = re.compile(r"\w(\w)?")
print(WORD.sub(reentrant, "abc d"))
