package dev.taskmeta;

/** What opening a backend does about the schema ({@code schema_mode}). */
public enum SchemaMode {
  /** Creates the schema, or upgrades it to this version; needs the right to run DDL. */
  MIGRATE,
  /** Changes nothing, and refuses a schema that is missing or old. */
  VALIDATE,
  /** Neither changes nor looks. */
  OFF
}
