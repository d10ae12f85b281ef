import TestSupport
import Testing

@testable import Assembly

@Suite("One server per folder") struct FolderLockTests {
    @Test func aSecondHolderTriesAgainLater() throws {
        let folder = try TemporaryFolder()
        let path = folder.child("data.git")
        do {
            let first = try FolderLock(path: path)
            #expect { try FolderLock(path: path) } throws: { error in
                (error as? StopReason)?.code == .tryAgainLater
            }
            withExtendedLifetime(first) {}
        }
        // Freed with its holder.
        _ = try FolderLock(path: path)
    }

    @Test func locksOfDifferentFoldersAreIndependent() throws {
        let folder = try TemporaryFolder()
        let first = try FolderLock(path: folder.child("a/b/c"))
        let second = try FolderLock(path: folder.child("a/b/d"))
        withExtendedLifetime((first, second)) {}
        #expect(folder.listing() == ["a", "a/b", "a/b/c", "a/b/d"])
    }

    @Test func aFileInTheWayIsAnInputOutputError() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("x", to: "file")
        for path in [path, path + "/below"] {
            #expect { try FolderLock(path: path) } throws: { error in
                (error as? StopReason)?.code == .inputOutput
            }
        }
    }
}
