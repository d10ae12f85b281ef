/// What needs somebody, and what to do about it.
package struct Finding: Equatable {
    /// What a press of a button can do about it.
    package enum Action: Equatable {
        case reload
        case reconcile
        /// Runs the command for a repository again.
        case job(String)
    }

    package let what: String
    /// The files it is about, as far as they are listed.
    package var places: [StatusReport.Problem] = []
    /// How many more there are, and where they are told; nil when all are listed.
    package var more: String?
    /// What to do next.
    package let next: String
    package var action: Action?

    package init(
        what: String, places: [StatusReport.Problem] = [], more: String? = nil, next: String,
        action: Action? = nil
    ) {
        self.what = what
        self.places = places
        self.more = more
        self.next = next
        self.action = action
    }
}
