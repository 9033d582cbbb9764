/**
 * Modules: functions with parameters, which hold one another in a tree with names.
 *
 * <p>For everybody who builds networks. It knows neither losses nor optimizers nor data.
 */
@NullMarked
package org.cotangent.nn.module;

import org.jspecify.annotations.NullMarked;
