import Foundation
import Glibc

/// A file system of its own below one repository, so that it can be full or read-only.
package struct SmallDisk: Sendable {
    private static let size = "size=64m"
    private static let filler = "scenario-filler"
    /// Where it is mounted.
    package let path: String

    /// Whether this machine lets us mount one.
    package static let isAvailable: Bool = {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("scenarios-tmpfs-\(UUID().uuidString)").path
        defer { rmdir(path) }
        guard geteuid() == 0, mkdir(path, 0o700) == 0,
            mount("tmpfs", path, "tmpfs", 0, "size=64k") == 0
        else { return false }
        umount2(path, Int32(MNT_DETACH))
        return true
    }()

    /// Mounts one at `path`, which is made.
    init(at path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", 0, Self.size) == 0 else {
            throw HarnessError.environment("no tmpfs at \(path): errno \(errno)")
        }
    }

    /// Leaves only `free` bytes, or makes it read-only.
    func begin(_ fault: Fault.Disk) throws {
        if let free = fault.free { try fill(leaving: free.bytes) }
        if fault.readOnly { try makeReadOnly() }
    }

    /// Read-only for whoever comes by its path. Where files are open for writing it cannot be
    /// remounted: then a read-only view of itself is put in front of it.
    private func makeReadOnly() throws {
        if mount(nil, path, nil, UInt(MS_REMOUNT) | UInt(MS_RDONLY), Self.size) == 0 { return }
        guard errno == EBUSY else {
            throw HarnessError.environment("remount: errno \(errno)")
        }
        guard FileManager.default.createFile(atPath: mark, contents: nil),
            mount(path, path, nil, UInt(MS_BIND), nil) == 0,
            mount(nil, path, nil, UInt(MS_BIND) | UInt(MS_REMOUNT) | UInt(MS_RDONLY), nil) == 0
        else { throw HarnessError.environment("bind: errno \(errno)") }
    }

    /// Exists while there is a view in front.
    private var mark: String { "\(path).view" }

    private func removeView() {
        guard unlink(mark) == 0 else { return }
        umount2(path, Int32(MNT_DETACH))
    }

    /// Gives the room back and makes it writable.
    func heal() {
        removeView()
        try? remount(0)
        unlink("\(path)/\(Self.filler)")
    }

    /// Ends it, whoever still looks at it.
    func unmount() {
        removeView()
        umount2(path, Int32(MNT_DETACH))
    }

    private func fill(leaving rest: Int) throws {
        var room = statvfs()
        guard statvfs(path, &room) == 0 else {
            throw HarnessError.environment("statvfs: errno \(errno)")
        }
        let bytes = Int(room.f_bavail) * Int(room.f_bsize) - rest
        let file = open("\(path)/\(Self.filler)", O_CREAT | O_WRONLY, 0o600)
        defer { close(file) }
        guard file >= 0, bytes <= 0 || posix_fallocate(file, 0, bytes) == 0 else {
            throw HarnessError.environment("the disk cannot be filled")
        }
    }

    private func remount(_ flags: UInt) throws {
        guard mount(nil, path, nil, UInt(MS_REMOUNT) | flags, Self.size) == 0 else {
            throw HarnessError.environment("remount: errno \(errno)")
        }
    }
}
