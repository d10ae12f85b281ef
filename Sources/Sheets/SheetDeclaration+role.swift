extension SheetDeclaration {
    /// Tells what a file of the tree is to this sheet; `path` is its full path.
    package func role(ofPath path: String) -> PathRole {
        PathTemplate.withBytes(of: path) { bytes in
            guard let below = pathBelowRoot(bytes) else { return .outside }
            let name = UnsafeRawBufferPointer(rebasing: below)
            let stem = name.count - format.fileExtension.utf8.count
            if stem > 0, name[stem...].elementsEqual(format.fileExtension.utf8) {
                let record = UnsafeRawBufferPointer(rebasing: name[..<stem])
                if template.admits(record) {
                    return .record(path: String(decoding: record, as: UTF8.self))
                }
            }
            return .file(path: String(decoding: name, as: UTF8.self))
        }
    }

    private func pathBelowRoot(_ path: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
        if path.starts(with: Self.folder.utf8),
            path.count == Self.folder.utf8.count
                || path[Self.folder.utf8.count] == UInt8(ascii: "/")
        {
            return nil
        }
        if root.isEmpty { return path[...] }
        let length = root.utf8.count
        guard path.count > length + 1, path[length] == UInt8(ascii: "/"),
            path.starts(with: root.utf8)
        else { return nil }
        return path[(length + 1)...]
    }
}
