/**
 * What jOOQ knows of our tables: the generated tables and keys, and the bindings of their columns.
 */
@NullMarked
package dev.taskmeta.internal.jooq;

import org.jspecify.annotations.NullMarked;
