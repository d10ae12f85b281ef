import GitModel
import Sheets

/// Puts the sheets of a new snapshot together from a base and what was read. No I/O.
struct Assembler {
    let base: Snapshot?
    let plan: BuildPlan
    let drafts: [SheetDraft]

    func assemble() -> Assembly {
        var assembly = Assembly()
        assembly.sheets = plan.unchanged
        assembly.brokenDeclarations = plan.brokenDeclarations
        for draft in drafts {
            let name = draft.declaration.name
            assembly.changedSheets.insert(name)
            if let sheet = draft.base {
                assembly.sheets[name] = apply(draft, to: sheet, in: &assembly)
            } else {
                assembly.sheets[name] = replace(base?.sheets[name], by: draft, in: &assembly)
            }
        }
        for (name, sheet) in base?.sheets ?? [:] where assembly.sheets[name] == nil {
            assembly.changedSheets.insert(name)
            noteDifferences(name, from: sheet, to: nil, in: &assembly)
        }
        assembly.sortChanges()
        return assembly
    }

    /// The next generation of a sheet whose declaration is the same.
    private func apply(
        _ draft: SheetDraft, to sheet: SheetSnapshot, in assembly: inout Assembly
    ) -> SheetSnapshot {
        var edits: [SortedEntries<Record>.Edit] = draft.removals.map { ($0, nil) }
        var problems = draft.problems
        for (file, result) in zip(draft.reads, draft.results) {
            switch result {
            case .record(let record, let text):
                edits.append((record.path, record))
                if let text { assembly.rows.append(row(for: record, text: text, in: draft)) }
            case .problem(let problem):
                problems.append((file.file.path, problem))
            }
        }
        let next = SheetSnapshot(
            declaration: sheet.declaration, declarationBlob: sheet.declarationBlob,
            records: sheet.records.updating(edits),
            attachments: sheet.attachments.updating(draft.attachments),
            problems: sheet.problems.updating(problems))
        for path in draft.removals {
            note(
                draft.declaration.name, path: path, from: sheet, sheet.records[path], to: next,
                next.records[path], in: &assembly)
        }
        for path in Set(draft.attachments.map(\.key)) {
            noteAttachment(path, from: sheet, to: next, in: &assembly)
        }
        return next
    }

    /// A sheet read anew: it is new, or its declaration differs.
    private func replace(
        _ old: SheetSnapshot?, by draft: SheetDraft, in assembly: inout Assembly
    ) -> SheetSnapshot {
        var records: [(key: String, value: Record)] = []
        records.reserveCapacity(draft.reads.count)
        var problems = draft.problems
        for (file, result) in zip(draft.reads, draft.results) {
            switch result {
            case .record(let record, let text):
                records.append((record.path, record))
                if let text { assembly.rows.append(row(for: record, text: text, in: draft)) }
            case .problem(let problem):
                problems.append((file.file.path, problem))
            }
        }
        let next = SheetSnapshot(
            declaration: draft.declaration, declarationBlob: draft.declarationBlob,
            records: SortedEntries(records),
            attachments: SortedEntries().updating(draft.attachments),
            problems: SortedEntries().updating(problems))
        noteDifferences(draft.declaration.name, from: old, to: next, in: &assembly)
        return next
    }

    private func row(for record: Record, text: TextShelf.Text, in draft: SheetDraft) -> IndexRow {
        let key = RowKey(
            sheet: draft.declaration.name, declaration: draft.declarationBlob, path: record.path,
            blob: record.blob)
        return IndexRow(key: key, text: text, json: record.json)
    }

    /// Walks both generations of a sheet side by side.
    private func noteDifferences(
        _ name: String, from old: SheetSnapshot?, to new: SheetSnapshot?,
        in assembly: inout Assembly
    ) {
        let (before, after) = (old?.records ?? .init(), new?.records ?? .init())
        before.forEachKey(with: after) { path, left, right in
            note(name, path: path, from: old, left, to: new, right, in: &assembly)
        }
        guard let old, let new else { return }
        old.attachments.forEachKey(with: new.attachments) { path, _, _ in
            noteAttachment(path, from: old, to: new, in: &assembly)
        }
    }

    /// Writes down how one record differs, if it does.
    private func note(
        _ name: String, path: String, from old: SheetSnapshot?, _ before: Record?,
        to new: SheetSnapshot?, _ after: Record?, in assembly: inout Assembly
    ) {
        let sameRow =
            before?.blob == after?.blob && old?.declarationBlob == new?.declarationBlob
        if sameRow { return }
        if base != nil {
            for (sheet, record) in [(old, before), (new, after)] {
                guard let sheet, let record else { continue }
                assembly.differing.append(
                    RowKey(
                        sheet: name, declaration: sheet.declarationBlob, path: path,
                        blob: record.blob))
            }
        }
        switch (before, after) {
        case (nil, nil): break
        case (nil, _?): assembly.changes.append(.init(sheet: name, path: path, op: .added))
        case (_?, nil): assembly.changes.append(.init(sheet: name, path: path, op: .removed))
        case (let before?, let after?):
            guard before.blob != after.blob || before.json != after.json else { return }
            assembly.changes.append(.init(sheet: name, path: path, op: .changed))
        }
    }
}
