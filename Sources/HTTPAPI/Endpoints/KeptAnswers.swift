import GitModel
import LiveData
import NIOCore
import Synchronization

/// Answers that were made of the served snapshot, for whoever asks the same again before the next
/// swap. When there is no more room, all are forgotten.
final class KeptAnswers: Sendable {
    private struct State {
        var generation: UInt64 = 0
        var snapshot: ObjectIdentifier?
        /// By the target's bytes: two spellings of one character are two paths.
        var answers: [ExactText: KeptAnswer] = [:]
        var bytes = 0

        /// A place in memory is used again, a generation with it is not.
        func isOf(_ other: Snapshot) -> Bool {
            generation == other.generation && snapshot == ObjectIdentifier(other)
        }
    }

    private let state = Mutex(State())

    /// Nil when nobody has asked for `target` in this snapshot.
    func answer(to target: String, in snapshot: Snapshot) -> KeptAnswer? {
        state.withLock { state in
            state.isOf(snapshot) ? state.answers[ExactText(target)] : nil
        }
    }

    func keep(_ answer: KeptAnswer, to target: String, in snapshot: Snapshot) {
        let size = target.utf8.count + answer.size
        guard size <= Limits.keptAnswerBytes / 16 else { return }
        // Freed outside the lock.
        let asked = ExactText(target)
        let old = state.withLock { state -> [ExactText: KeptAnswer] in
            var old: [ExactText: KeptAnswer] = [:]
            let isNew = state.answers[asked] == nil
            if !state.isOf(snapshot) || isNew && state.bytes + size > Limits.keptAnswerBytes {
                // A reader that still holds the snapshot before must not forget what is new.
                guard state.generation <= snapshot.generation else { return old }
                swap(&old, &state.answers)
                state.bytes = 0
                state.generation = snapshot.generation
                state.snapshot = ObjectIdentifier(snapshot)
            }
            if state.answers.updateValue(answer, forKey: asked) == nil { state.bytes += size }
            return old
        }
        _ = consume old
    }
}
