/* SPDX-License-Identifier: Apache-2.0 */
/** The command {@code postchaise}: the engine without an application server. */
package org.postchaise.cli;
