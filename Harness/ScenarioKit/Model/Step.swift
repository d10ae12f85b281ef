/// One step: exactly one verb and what may stand beside it.
package struct Step: Sendable, Hashable {
    /// What is done; `.assertion` for a step that only expects.
    package var verb: Verb
    /// The name later steps read the result by: `w1` for `$w1.commit`.
    package var `as`: String?
    /// The server it speaks to and looks at; nil is the first declared.
    package var at: ServerRef?
    /// What must hold after it.
    package var expect: Expectation?
    /// How long `expect`, or the `until` of a wait, is retried; nil: looked at once.
    package var within: Duration?
    /// A remark for reports.
    package var note: String?
    /// The matrix cells it runs in: every named axis has this value. Empty: all.
    package var when: [String: String] = [:]
    /// Where it begins.
    package var location: ScenarioLocation
    /// Where each scalar of the step stands, by dotted key: `kill.actor`, `parallel.0.1.reload`.
    package var locations: [String: ScenarioLocation] = [:]

    /// Where `key` is written; a key that was not written falls back to its parent.
    package func location(of key: String) -> ScenarioLocation {
        ScenarioLocation.find(key, in: locations) ?? location
    }
}
