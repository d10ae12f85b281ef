/// Whether an elected node has everything the remote has, and may write.
package enum Readiness: Sendable {
    case ready
    /// The remote cannot be read: another node would hardly fare better, and it is asked again.
    case unreachable
    /// What is there cannot be taken by this node: its repository is damaged, or the remote was
    /// rewritten, which is somebody's to decide.
    case refused
}
