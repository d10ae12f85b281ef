/// Why a record is not written; the sender can put it right.
package struct RecordRefusal: Error, Hashable, Sendable {
    /// Never empty, in the order they were found.
    package let problems: [FieldProblem]

    package init(problems: [FieldProblem]) {
        self.problems = problems
    }

    init(_ problem: FieldProblem) {
        self.init(problems: [problem])
    }
}
