/// Which texts can be the name of a file in a tree.
package enum PathName {
    /// Returns why `name` cannot be rendered into a path; nil when it can.
    ///
    /// The characters are those the reference refuses (Windows is the strictest system a tree is
    /// checked out on); the names are those git refuses in a tree.
    package static func refusal(of name: String, slashes: Bool) -> String? {
        for scalar in name.unicodeScalars {
            if scalar.value < 0x20 || "<>:\"|?*".unicodeScalars.contains(scalar) {
                return "holds a character no file name may have: \(described(scalar))"
            }
            if scalar == "/" && !slashes { return "holds a slash" }
            if scalar == "\u{FFFD}" { return "holds the replacement character U+FFFD" }
        }
        for part in name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            if part.isEmpty { return "is an empty name" }
            if part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8) {
                return "is no name but a way through folders"
            }
            if isGitFolder(part) { return "is git's own" }
        }
        return nil
    }

    /// `.git` in any case.
    static func isGitFolder(_ part: Substring.UTF8View) -> Bool {
        part.count == 4 && part.map { $0 | 0x20 }.elementsEqual(".git".utf8.map { $0 | 0x20 })
    }

    private static func described(_ scalar: Unicode.Scalar) -> String {
        guard scalar.value < 0x20 else { return "\(scalar)" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+00" + (digits.utf8.count == 1 ? "0" : "") + digits
    }
}
