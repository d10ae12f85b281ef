/// Three-way merge of one record, field by field.
package enum RecordMerge {
    /// Merges two versions of a record file.
    ///
    /// `base` is nil when both sides added the record, which merges only what is equal.
    /// `lineMerge` is what a merge by line gave, nil where it conflicts; it is taken if it holds
    /// exactly the merged fields. A side whose bytes are the base's is not read at all.
    package static func merge(
        base: [UInt8]?, ours: [UInt8], theirs: [UInt8], lineMerge: [UInt8]?,
        format: RecordFormat, sorts: [FieldSort]
    ) -> RecordMergeResult {
        if ours == theirs || base == theirs { return .merged(ours, lostText: false) }
        if base == ours { return .merged(theirs, lostText: false) }
        let merge = Versions(
            codec: RecordCodec(format: format, sorts: sorts), ours: ours, theirs: theirs)
        do throws(Refusal) {
            return try merge.merged(base: base, lineMerge: lineMerge)
        } catch {
            return .conflict(error.reason)
        }
    }

    private struct Refusal: Error {
        let reason: String
    }

    /// Two versions that differ from each other and from their base.
    private struct Versions {
        let codec: RecordCodec
        let ours: [UInt8]
        let theirs: [UInt8]

        func merged(
            base: [UInt8]?, lineMerge: [UInt8]?
        ) throws(Refusal) -> RecordMergeResult {
            let common = try base.map { bytes throws(Refusal) in try read(bytes, "the common") }
            let left = try read(ours, "our")
            let right = try read(theirs, "their")
            guard let common else {
                guard left == right else {
                    throw Refusal(reason: "the record was added differently on both sides")
                }
                return try written(left, ours: left, theirs: right)
            }
            let fields: TOMLTable
            do throws(FieldMerge.Conflict) {
                fields = try FieldMerge.merge(base: common, ours: left, theirs: right)
            } catch {
                throw Refusal(reason: error.reason)
            }
            if let lineMerge, holds(lineMerge, fields) {
                return .merged(lineMerge, lostText: false)
            }
            // One side changed the text around its fields only: the other's file is the record.
            if left == common, right != common { return .merged(theirs, lostText: true) }
            if right == common, left != common { return .merged(ours, lostText: true) }
            return try written(fields, ours: left, theirs: right)
        }

        private func read(_ bytes: [UInt8], _ whose: String) throws(Refusal) -> TOMLTable {
            do throws(TOMLError) {
                return try codec.fields(of: bytes)
            } catch {
                let line = error.line.map { "line \($0): " } ?? ""
                throw Refusal(
                    reason: "\(whose) version cannot be read: \(line)\(error.message)")
            }
        }

        private func holds(_ bytes: [UInt8], _ fields: TOMLTable) -> Bool {
            (try? codec.fields(of: bytes)) == fields
        }

        /// The canonical file; it loses text of every side that was not canonical.
        private func written(
            _ fields: TOMLTable, ours left: TOMLTable, theirs right: TOMLTable
        ) throws(Refusal) -> RecordMergeResult {
            let bytes = try canonical(fields)
            // Merged tables may together hold more than a reader accepts.
            _ = try read(bytes, "the merged")
            let isOurs = try canonical(left) == ours
            let isTheirs = try canonical(right) == theirs
            return .merged(bytes, lostText: !isOurs || !isTheirs)
        }

        private func canonical(_ fields: TOMLTable) throws(Refusal) -> [UInt8] {
            do throws(RecordWriteError) {
                return try codec.bytes(of: fields)
            } catch {
                throw Refusal(reason: error.description)
            }
        }
    }
}
