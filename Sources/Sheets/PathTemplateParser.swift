/// Reads one path template, left to right.
struct PathTemplateParser {
    private let source: String
    private let text: [UInt8]
    private var index = 0
    private var literal: [UInt8] = []
    private var segments: [[PathPart]] = [[]]
    private var recursive: FieldPath?

    init(_ source: String) {
        self.source = source
        let slash = UInt8(ascii: "/")
        let utf8 = Array(source.utf8)
        let start = utf8.firstIndex { $0 != slash } ?? utf8.endIndex
        let end = utf8.lastIndex { $0 != slash }.map { $0 + 1 } ?? start
        text = Array(utf8[start..<end])
    }

    mutating func template() throws(PathTemplateError) -> PathTemplate {
        if text.isEmpty { throw .template("it is empty") }
        while index < text.count {
            if text[index...].starts(with: "${{".utf8) {
                flushLiteral()
                try reference()
            } else if text[index] == UInt8(ascii: "/") {
                index += 1
                try closeSegment()
                segments.append([])
            } else {
                literal.append(text[index])
                index += 1
            }
        }
        try closeSegment()
        if recursive != nil { segments.removeLast() }
        return PathTemplate(source: source, segments: segments, recursive: recursive)
    }

    private var segment: [PathPart] { segments[segments.count - 1] }

    private mutating func add(_ part: PathPart) {
        segments[segments.count - 1].append(part)
    }

    private mutating func flushLiteral() {
        guard !literal.isEmpty else { return }
        add(.literal(literal))
        literal = []
    }

    private mutating func closeSegment() throws(PathTemplateError) {
        flushLiteral()
        if recursive != nil {
            guard segment.isEmpty, index == text.count else {
                throw .template("`/**` must be the last segment and alone in it")
            }
            return
        }
        if segment.isEmpty { throw .template("two slashes follow each other") }
        try dropDot()
    }

    /// `.` as a segment means nothing, as it does where the reference joins paths.
    private mutating func dropDot() throws(PathTemplateError) {
        guard segment.count == 1, case .literal(let name) = segment[0] else { return }
        if name.elementsEqual("..".utf8) { throw .template("`..` leads out of the sheet") }
        guard name.elementsEqual(".".utf8) else { return }
        if index == text.count { throw .template("its last segment is `.`") }
        segments.removeLast()
    }

    private mutating func reference() throws(PathTemplateError) {
        let start = index + 3
        guard let end = text[start...].firstRange(of: Array("}}".utf8))?.lowerBound else {
            throw .template("`${{` is not closed with `}}`")
        }
        index = end + 2
        let inside = String(decoding: text[start..<end], as: UTF8.self).trimmingWhiteSpace()
        if let (field, format) = Self.splitBucket(inside) {
            try bucket(field, format: format)
        } else if inside.utf8.hasRecursiveSuffix, FieldPath.isPlainName(inside.dropLast(3)) {
            guard segment.isEmpty, recursive == nil else {
                throw .template("`/**` must be the last segment and alone in it")
            }
            recursive = FieldPath([String(inside.dropLast(3))])
        } else if FieldPath.isPlainName(inside[...]) {
            add(.field(FieldPath([inside])))
        } else if let field = Self.dottedField(inside) {
            add(.field(field))
        } else if inside.isEmpty {
            throw .template("`${{ }}` names no field")
        } else {
            add(.script(inside))
        }
    }

    private mutating func bucket(
        _ field: FieldPath, format: String
    ) throws(PathTemplateError) {
        guard let bucket = DateBucket(rawValue: format) else {
            throw .template(
                "`\(format)` is no date format; there are YYYY, YYYY/MM, YYYY/MM/DD and YYYY/WW")
        }
        let isAlone = index == text.count || text[index] == UInt8(ascii: "/")
        guard segment.isEmpty, isAlone else {
            throw .template("a date must be alone in its segment")
        }
        for (position, unit) in bucket.units.enumerated() {
            if position > 0 { segments.append([]) }
            add(.bucket(field, bucket, unit))
        }
    }

    /// `field.of.record: FORMAT`, whatever the format.
    private static func splitBucket(_ inside: String) -> (FieldPath, String)? {
        guard let colon = inside.firstIndex(of: ":") else { return nil }
        let keys = String(inside[..<colon]).trimmingWhiteSpace()
            .split(separator: ".", omittingEmptySubsequences: false)
        guard keys.allSatisfy(FieldPath.isPlainName) else { return nil }
        let format = String(inside[inside.index(after: colon)...]).trimmingWhiteSpace()
        return (FieldPath(keys.map(String.init)), format)
    }

    /// Plain member access, which JavaScript is not needed for: `author.name`.
    private static func dottedField(_ inside: String) -> FieldPath? {
        let keys = inside.split(separator: ".", omittingEmptySubsequences: false)
            .map { String($0).trimmingWhiteSpace() }
        guard keys.allSatisfy(isIdentifier), let first = keys.first,
            !scriptGlobals.contains(first), keys.dropFirst().allSatisfy({ $0 != "length" })
        else { return nil }
        return FieldPath(keys)
    }

    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, isIdentifierStart(first) else { return false }
        return name.unicodeScalars.dropFirst().allSatisfy { scalar in
            isIdentifierStart(scalar) || scalar.properties.isIDContinue
        }
    }

    private static func isIdentifierStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "$" || scalar == "_" || scalar.properties.isIDStart
    }

    /// Names that mean something else than a field to JavaScript.
    private static let scriptGlobals: Set<String> = [
        "Array", "Boolean", "Date", "Infinity", "JSON", "Map", "Math", "NaN", "Number", "Object",
        "RegExp", "Set", "String", "Symbol", "globalThis", "import", "new", "super", "this",
        "undefined", "false", "null", "true",
    ]
}

extension String {
    /// Without white space at its ends.
    func trimmingWhiteSpace() -> String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}

extension String.UTF8View {
    fileprivate var hasRecursiveSuffix: Bool { suffix(3).elementsEqual("/**".utf8) }
}
