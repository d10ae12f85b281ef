/// A place in a listing, with or without a record standing there.
struct SheetPosition: Sendable, Equatable {
    let key: SortKey
    let path: String
}
