/// Colours of a terminal, where one watches.
struct Paint {
    let isOn: Bool

    func good(_ text: String) -> String { painted(text, "1;32") }
    func warn(_ text: String) -> String { painted(text, "1;33") }
    func bad(_ text: String) -> String { painted(text, "1;31") }
    func dim(_ text: String) -> String { painted(text, "2") }

    private func painted(_ text: String, _ code: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
