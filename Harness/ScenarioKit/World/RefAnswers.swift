import Synchronization

/// What git said of a repository's refs, kept for as long as no ref changes: after each step the
/// invariants ask for the same, and most steps move nothing.
final class RefAnswers: Sendable {
    private struct Question: Hashable {
        let path: String
        let arguments: [String]
    }

    private struct Known {
        let imprint: RefImprint
        let answer: GitProgram.Result
    }

    private let known = Mutex<[Question: Known]>([:])
    private let git: GitProgram

    init(git: GitProgram) { self.git = git }

    /// The answer to a question about refs and what they reach. An error is never kept, nor an
    /// answer during which a ref changed.
    func ask(_ arguments: [String], in path: String) async throws -> GitProgram.Result {
        let question = Question(path: path, arguments: arguments)
        let before = RefImprint(of: path)
        if let before, let kept = known.withLock({ $0[question] }), kept.imprint == before {
            return kept.answer
        }
        let answer = try await git.run(arguments, in: path)
        if let before, answer.status == 0, RefImprint(of: path) == before {
            known.withLock { $0[question] = Known(imprint: before, answer: answer) }
        }
        return answer
    }

    /// Forgets everything: objects themselves may be other ones now.
    func forget() { known.withLock { $0 = [:] } }
}
