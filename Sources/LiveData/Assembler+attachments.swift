import GitModel
import Sheets

extension Assembler {
    /// Writes down how one file differs, if it does and lies beside a record that is there before
    /// and after: what comes and goes with its record is told by the record.
    func noteAttachment(
        _ path: String, from old: SheetSnapshot, to new: SheetSnapshot,
        in assembly: inout Assembly
    ) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
        let record = String(path[..<slash])
        guard old.records[record] != nil, new.records[record] != nil else { return }
        let op: RecordChange.Operation
        switch (old.attachments[path]?.blob, new.attachments[path]?.blob) {
        case (nil, nil): return
        case (nil, _?): op = .added
        case (_?, nil): op = .removed
        case (let before?, let after?):
            guard before != after else { return }
            op = .changed
        }
        assembly.attachmentChanges.append(
            AttachmentChange(
                sheet: new.declaration.name, path: record,
                name: String(path[path.utf8.index(after: slash)...]), op: op))
    }
}

extension Assembly {
    /// By sheet and path, whatever order they were found in.
    mutating func sortChanges() {
        changes.sort { left, right in
            left.sheet == right.sheet
                ? PathOrder.precedes(left.path, right.path) : left.sheet < right.sheet
        }
        attachmentChanges.sort { left, right in
            if left.sheet != right.sheet { return left.sheet < right.sheet }
            let order = PathOrder.compare(left.path, right.path)
            return order == 0 ? PathOrder.precedes(left.name, right.name) : order < 0
        }
    }
}
