import Glibc

/// How many file descriptors this process may have open (`RLIMIT_NOFILE`).
package enum DescriptorLimit {
    /// The limit in force; that of a plain Linux where it cannot be read.
    package static var current: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 1024
        }
        return Int(clamping: limit.rlim_cur)
    }
}
