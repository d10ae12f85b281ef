import Foundation
import LiveData
import Logging

/// The search index beside the clone, which one start leaves to the next.
enum KeptSearch {
    static func open(
        beside repositoryPath: String, logger: Logger
    ) async throws(StopReason) -> SearchIndex {
        do {
            return try await SearchIndex.open(
                in: repositoryPath + "/livetree/search", program: program(), logger: logger)
        } catch {
            throw StopReason(
                .inputOutput, "cannot create the search index: \(error); \(error.hint)")
        }
    }

    /// Differs for any other build of this program, which might read records differently. The time
    /// of the last change tells them apart even where files are made with a fixed date.
    private static func program() -> String {
        var status = stat()
        guard stat("/proc/self/exe", &status) == 0 else { return UUID().uuidString }
        let changed = status.st_ctim
        return "\(status.st_ino) \(status.st_size) \(changed.tv_sec).\(changed.tv_nsec)"
    }
}
