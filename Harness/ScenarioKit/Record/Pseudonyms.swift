/// Stands a word in for each word: equal stays equal, different stays different, nothing is told.
struct Pseudonyms {
    private var words: [String: String] = [:]
    private var numbers: [String: Int] = [:]
    private var days: [String: String] = [:]
    private var times: [String: Int] = [:]
    private var made = 0
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
        return name(text)
    }

    /// A text as one that becomes no number, whatever it is.
    mutating func noNumber(_ text: String) -> String {
        if kept.contains(text) { return text }
        let isNumber = text.allSatisfy { $0.isASCII && $0.isNumber }
        return name(isNumber ? "\(text) as a word" : text)
    }

    private mutating func name(_ text: String) -> String {
        if let known = words[text] { return known }
        repeat { made += 1 } while kept.contains("w\(made)")
        words[text] = "w\(made)"
        return "w\(made)"
    }

    /// A number in its digits; its sign and point are the caller's.
    mutating func number(_ digits: String) -> String {
        if digits.count <= 1 || keepsDays && digits.count <= 4 { return digits }
        return String(count(digits))
    }

    /// A number that stands in for some text.
    mutating func count(_ text: String) -> Int {
        if let known = numbers[text] { return known }
        let count = (keepsDays ? 10_000 : 100) + numbers.count
        numbers[text] = count
        return count
    }

    /// A time such as 08:09:10, with or without its seconds.
    mutating func time(_ text: String) -> String {
        let count = times[text] ?? times.count + 1
        times[text] = count
        let parts =
            text.count > 5
            ? [count / 3600 % 24, count / 60 % 60, count % 60] : [count / 60 % 24, count % 60]
        return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
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

    /// Files that git looks for by name.
    private static let own = [".gitattributes", ".gitignore", ".gitmodules"]

    /// What a file's name may end in: other ends are words of people.
    private static let ends: Set<String> = [
        "csv", "gif", "html", "jpeg", "jpg", "json", "lock", "md", "pdf", "png", "svg", "toml",
        "txt", "webp", "yaml", "yml",
    ]

    /// A path: each segment by itself, the end of its name kept.
    mutating func path(_ path: String) -> String {
        if path.hasPrefix(".gitsheets/") || path == ".gitsheets" { return path }
        return path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            if Self.own.contains(String(segment)) { return String(segment) }
            guard let dot = segment.lastIndex(of: "."), dot != segment.startIndex,
                Self.ends.contains(String(segment[segment.index(after: dot)...]))
            else { return words(String(segment)) }
            return words(String(segment[..<dot])) + segment[dot...]
        }.joined(separator: "/")
    }
}
