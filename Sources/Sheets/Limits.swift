/// Bounds on what is read from a tree, which anyone who may push can fill.
package enum Limits {
    /// Bytes of one record or sheet declaration.
    package static let recordBytes = 8 << 20
    /// Tables and arrays inside each other, dotted keys counted part by part. It is the bound of
    /// the reference implementation's TOML parser too.
    package static let nesting = 80
    /// Values of one record; a parsed value takes about a hundred times the bytes of its text.
    package static let values = 1_000_000
    /// Problems told of one record that is to be written.
    package static let schemaProblems = 100
    /// Bytes of a path template, and of a record's path.
    package static let pathBytes = 4096
}
