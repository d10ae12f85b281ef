/// Whether there is a git program that the network can be reached with.
package enum GitProgramVerdict: Sendable, Hashable {
    case usable(GitVersion)
    case tooOld(GitVersion)
    /// There is none on the PATH, or it may not be executed.
    case missing(String)
    /// It ran and did not say a version: no git, or a broken one.
    case unusable(String)

    /// Why no network work can be done; nil when git is usable.
    package var refusal: String? {
        switch self {
        case .usable: nil
        case .tooOld(let version):
            "git \(version) is too old: \(GitVersion.oldest) or newer is needed"
        case .missing(let reason): "the git program could not be started: \(reason)"
        case .unusable(let reason): "the git program does not work: \(reason)"
        }
    }
}
