/// Who says that an operator is needed. Several may say the same; it is told once.
package enum AlertSource: Hashable, Sendable {
    /// Reloads and reconciles.
    case reload
    /// The push daemon.
    case push
    /// Writes.
    case write
    /// The care of the repository.
    case upkeep
}
