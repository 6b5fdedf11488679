/** The schema on every engine: migrations, plan, check, bindings and the generated jOOQ tables. */
@NullMarked
package dev.taskmeta.schema;

import org.jspecify.annotations.NullMarked;
