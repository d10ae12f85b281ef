/// Counts nesting and values of a text before toml++ sees it.
///
/// toml++ bounds arrays and inline tables only; `a.a.a.…` and `[a.a.a.…]` build a tree as deep as
/// there are dots, and freeing that overflows the stack. The scan follows a text exactly as long
/// as it is well-formed, which is as far as the parser builds anything.
struct TOMLGuard {
    private let text: UnsafeRawBufferPointer
    private var index = 0
    private var values = 0
    /// Tables opened by the last `[header]`.
    private var header = 0
    /// Dots of the key being read.
    private var dots = 0
    /// Depth that each open bracket added, its key's dots included.
    private var brackets: [Int] = []
    private var nesting = 0
    /// Where the value being read begins; nil in keys, strings and headers.
    private var valueStart: Int?
    private var longNumbers: [LongNumber] = []

    /// Throws when the text nests deeper or holds more values than `Limits` allows; returns the
    /// floats that are too long for toml++.
    static func check(_ text: UnsafeRawBufferPointer) throws(TOMLError) -> [LongNumber] {
        var scan = TOMLGuard(text: text)
        while scan.index < text.count { try scan.line() }
        scan.endValue(at: text.count)
        return scan.longNumbers
    }

    /// A byte order mark is read over, as toml++ does: the first line may be a header behind it.
    private init(text: UnsafeRawBufferPointer) {
        self.text = text
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// Scans to the end of a line that does not lie inside a string.
    private mutating func line() throws(TOMLError) {
        skipBlanks()
        dots = 0
        let isHeader = brackets.isEmpty && peek(0) == UInt8(ascii: "[")
        if isHeader {
            header = 0
            while peek(0) == UInt8(ascii: "[") { index += 1 }
            skipBlanks()
            try checkHeaderName()
        }
        while index < text.count {
            let byte = text[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\n"):
                endValue(at: index - 1)
                if !brackets.isEmpty { valueStart = index }
                if isHeader { try closeHeader() }
                return
            case UInt8(ascii: "#"):
                endValue(at: index - 1)
                skipComment()
            case UInt8(ascii: "\""): skipString(quote: byte, escapes: true)
            case UInt8(ascii: "'"): skipString(quote: byte, escapes: false)
            case UInt8(ascii: "."):
                dots += 1
                try add(1)
            case UInt8(ascii: "="):
                valueStart = index
                try add(1)
            case UInt8(ascii: ","):
                endValue(at: index - 1)
                valueStart = index
                dots = 0
                try add(1)
            case UInt8(ascii: "["), UInt8(ascii: "{"): if !isHeader { try open() }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): if !isHeader { close() }
            default: break
            }
        }
        if isHeader { try closeHeader() }
    }

    /// toml++ 3.3 asserts that a header's name starts like one and gives no place otherwise.
    private func checkHeaderName() throws(TOMLError) {
        switch peek(0) ?? 0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "]"):
            break
        default: throw refusal("the name of a table starts with a letter, a digit, _, - or a quote")
        }
    }

    private mutating func closeHeader() throws(TOMLError) {
        header = dots + 1
        dots = 0
        try add(2)
    }

    private mutating func open() throws(TOMLError) {
        brackets.append(dots + 1)
        nesting += dots + 1
        dots = 0
        valueStart = index
        try add(1)
    }

    private mutating func close() {
        endValue(at: index - 1)
        nesting -= brackets.popLast() ?? 0
        dots = 0
    }

    private mutating func endValue(at end: Int) {
        defer { valueStart = nil }
        guard let start = valueStart, end - start >= LongNumber.length,
            let number = LongNumber(in: text, at: start..<end)
        else { return }
        longNumbers.append(number)
    }

    private mutating func add(_ count: Int) throws(TOMLError) {
        values += count
        if values > Limits.values {
            throw refusal("more than \(Limits.values) values")
        }
        if header + nesting + dots > Limits.nesting {
            throw refusal("nested deeper than \(Limits.nesting) levels")
        }
    }

    private func refusal(_ message: String) -> TOMLError {
        let line = 1 + text[..<max(0, index - 1)].count { $0 == UInt8(ascii: "\n") }
        return TOMLError(line: line, column: nil, message: message)
    }

    private func peek(_ offset: Int) -> UInt8? {
        index + offset < text.count ? text[index + offset] : nil
    }

    private mutating func skipBlanks() {
        while let byte = peek(0), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
            index += 1
        }
    }

    private mutating func skipComment() {
        while let byte = peek(0), byte != UInt8(ascii: "\n") { index += 1 }
    }

    /// Skips a string of either length whose first quote was read.
    private mutating func skipString(quote: UInt8, escapes: Bool) {
        valueStart = nil
        if peek(0) == quote, peek(1) == quote {
            index += 2
            skipLongString(quote: quote, escapes: escapes)
            return
        }
        while let byte = peek(0), byte != UInt8(ascii: "\n") {
            index += 1
            if byte == quote { return }
            if escapes, byte == UInt8(ascii: "\\"), peek(0) != UInt8(ascii: "\n") { index += 1 }
        }
    }

    /// A string of several lines ends with its last three quotes; two more may stand before them.
    private mutating func skipLongString(quote: UInt8, escapes: Bool) {
        var run = 0
        while let byte = peek(0) {
            if byte == quote {
                run += 1
                if run == 5 {
                    index += 1
                    return
                }
            } else if run >= 3 {
                return
            } else {
                run = 0
                if escapes, byte == UInt8(ascii: "\\") { index += 1 }
            }
            index += 1
        }
    }
}
