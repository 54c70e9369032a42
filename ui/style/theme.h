// Colours, icons and distances of the whole window. Platform style, no custom chrome: everything
// derives from the palette in use, so light, dark and high contrast follow the system. State
// colours pass WCAG AA on the base colour.
#pragma once

#include "atlas/restorejob.h"
#include "session/profile.h"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPalette>

namespace theme {

constexpr int kGrid = 8; // every distance is a multiple of it

/// True if the palette's text is lighter than its base.
bool isDark(const QPalette &palette);

enum class Tone { Neutral, Info, Good, Warning, Danger };
/// A text colour of that tone, readable on the palette's base and window colours.
QColor toneColor(Tone tone, const QPalette &palette);
/// A quiet background of that tone for banners and cards.
QColor toneBackground(Tone tone, const QPalette &palette);

Tone stateTone(JobState state);
/// One of our own stroke icons (resources/icons/<name>.svg), drawn in the colour.
QIcon icon(const QString &name, const QColor &color);
/// The same in the palette's text colour.
QIcon icon(const QString &name, const QPalette &palette);
/// Icon name of a state: always shown with its word.
QString stateIconName(JobState state);

/// "Production", "Staging", "Development"; empty for None.
QString environmentName(EnvironmentMark mark);
Tone environmentTone(EnvironmentMark mark);

/// For ids, hashes, URLs.
QFont monospace();
/// The application's font, larger and bold, for the one heading of a page.
QFont heading();

/// Follows the desktop's dark setting (settings portal) where the platform theme does not.
void followDesktop();

} // namespace theme
