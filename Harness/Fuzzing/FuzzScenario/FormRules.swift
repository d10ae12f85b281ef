import FuzzKit

@testable import ScenarioKit

/// What holds for the canonical form.
enum FormRules {
    /// It is the form of itself, and a good file stays one and says the same.
    static func check(_ text: String) {
        let id = Desk.id(of: text)
        guard let form = try? CanonicalForm(file: "\(id).yaml", text: text).text else { return }
        let again = try? CanonicalForm(file: "\(id).yaml", text: form).text
        claim(again == form, "the form of\n\(form)is\n\(again ?? "none")")
        guard form != text else { return }
        let before = explanation(of: text, id)
        let after = explanation(of: form, id)
        claim(before == nil || before == after, "in canonical form it says:\n\(after ?? "nothing")")
    }

    /// Nil for a file that is refused; without the numbers of lines, which the form changes.
    private static func explanation(of text: String, _ id: String) -> String? {
        let path = Desk.write(text, as: id, in: "form")
        defer { Desk.remove(path) }
        guard let scenario = try? ScenarioFile.load(path) else { return nil }
        return ScenarioExplanation(scenario).description.replacing(
            /(line |write-)[0-9]+/, with: "")
    }
}
