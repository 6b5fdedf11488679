/**
 * From a data source to a ready schema: which engine answers, what the tables are called, and how
 * the schema is migrated, checked and planned.
 */
@NullMarked
package dev.taskmeta.internal.database;

import org.jspecify.annotations.NullMarked;
