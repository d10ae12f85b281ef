import Foundation
import LiveData
import Logging
import Processes

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

    /// Of this program, which might read records differently from another.
    private static func program() -> String { ProgramFile.mark ?? UUID().uuidString }
}
