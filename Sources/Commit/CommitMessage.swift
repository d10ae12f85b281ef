import GitModel

/// The message of a write's commit: what the author said, or what was done, and trailers in the
/// form of HTTP headers. Nothing of the request but its content gets in.
enum CommitMessage {
    static func text(_ message: String?, operations: [WriteReport.Operation]) -> String {
        let title = message.map(cleaned).flatMap { $0.isEmpty ? nil : $0 } ?? title(of: operations)
        var text = title + "\n\n"
        for operation in operations.prefix(Limits.trailers) {
            text += trailer("Action", operation.action)
            text += trailer("Subject-Type", operation.sheet)
            if !operation.path.isEmpty { text += trailer("Subject-Path", operation.path) }
        }
        return text
    }

    private static func title(of operations: [WriteReport.Operation]) -> String {
        guard operations.count == 1, let operation = operations.first else {
            return "Write \(operations.count) records"
        }
        let subject =
            operation.path.isEmpty ? operation.sheet : "\(operation.sheet)/\(operation.path)"
        return "\(operation.action.prefix(1).uppercased())\(operation.action.dropFirst()) "
            + oneLine(subject)
    }

    private static func trailer(_ name: String, _ value: String) -> String {
        "\(name): \(oneLine(value))\n"
    }

    private static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
    }

    /// Without what would break a message: control characters but tab and line feed, and empty
    /// lines at its ends.
    private static func cleaned(_ text: String) -> String {
        var scalars: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars where scalar != "\r" {
            let isKept = !isControl(scalar) || scalar == "\n" || scalar == "\t"
            scalars.append(isKept ? scalar : " ")
        }
        let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        while scalars.last.map(isSpace) ?? false { scalars.removeLast() }
        let start = scalars.firstIndex { !isSpace($0) } ?? scalars.endIndex
        return String(String.UnicodeScalarView(scalars[start...]))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 32 || scalar.value == 127
    }
}
