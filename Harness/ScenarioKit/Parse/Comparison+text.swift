extension Comparison {
    /// Equality with a constant; `text` is how it was written.
    init(equalTo operand: Operand, _ text: String) {
        self.init(operation: .equal, operand: operand, text: text)
    }

    /// Reads `>= 3`, `< 50ms`, `!= text`; nil when there is no operator and space in front.
    package init?(_ text: String) {
        guard let space = text.firstIndex(of: " "),
            let operation = Operator(rawValue: String(text[..<space]))
        else { return nil }
        let rest = String(text[text.index(after: space)...])
        guard !rest.isEmpty else { return nil }
        let operand: Operand
        if let number = Double(rest), number.isFinite {
            operand = .number(number)
        } else if rest == "true" || rest == "false" {
            operand = .boolean(rest == "true")
        } else if let duration = Units.duration(rest) {
            operand = .duration(duration)
        } else if let size = Units.size(rest) {
            operand = .size(size)
        } else {
            operand = .text(rest)
        }
        self.init(operation: operation, operand: operand, text: text)
    }
}
