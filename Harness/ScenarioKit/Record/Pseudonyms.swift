/// Stands a word in for each word: equal stays equal, different stays different, nothing is told.
struct Pseudonyms {
    private var words: [String: String] = [:]
    private var numbers: [String: String] = [:]
    private var days: [String: String] = [:]
    /// Words that stay as they are: names of sheets, and what path templates say beside fields.
    private let kept: Set<String>
    /// Whether days stay, because records lie in folders named for them.
    private let keepsDays: Bool

    init(keeping kept: Set<String>, days keepsDays: Bool = false) {
        self.kept = kept
        self.keepsDays = keepsDays
    }

    /// A text, word by word, what stands between them kept: a path made of several fields still is.
    mutating func words(_ text: String) -> String {
        // An escape must not be taken for a word.
        if text.contains("\\") { return word(text) }
        var out = ""
        var run = ""
        for character in text {
            if character.isLetter || character.isNumber {
                run.append(character)
            } else {
                out += word(run) + "\(character)"
                run = ""
            }
        }
        return out + word(run)
    }

    /// A text as one.
    mutating func word(_ text: String) -> String {
        if text.isEmpty || kept.contains(text) { return text }
        if text.allSatisfy({ $0.isASCII && $0.isNumber }) { return number(text) }
        if let known = words[text] { return known }
        let made = "w\(words.count + 1)"
        words[text] = made
        return made
    }

    /// A number in its digits; its sign and point are the caller's.
    mutating func number(_ digits: String) -> String {
        if digits.count <= 1 || keepsDays && digits.count <= 4 { return digits }
        if let known = numbers[digits] { return known }
        let made = String(100 + numbers.count)
        numbers[digits] = made
        return made
    }

    /// A day such as 1980-02-29.
    mutating func day(_ text: String) -> String {
        if keepsDays { return text }
        if let known = days[text] { return known }
        let count = days.count
        let (year, month, day) = (2001 + count / 336, 1 + count / 28 % 12, 1 + count % 28)
        let made = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
        days[text] = made
        return made
    }

    /// A path: each segment by itself, the end of its name kept.
    mutating func path(_ path: String) -> String {
        if path.hasPrefix(".gitsheets/") || [".gitsheets", ".gitattributes"].contains(path) {
            return path
        }
        return path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            guard let dot = segment.lastIndex(of: "."), dot != segment.startIndex else {
                return words(String(segment))
            }
            return words(String(segment[..<dot])) + segment[dot...]
        }.joined(separator: "/")
    }
}
