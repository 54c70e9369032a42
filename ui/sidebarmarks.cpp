// Environment marks in the tree: how they show, and the menu that gives them.
#include "session/environmentmarks.h"
#include "sidebar.h"
#include "sidebardelegate.h"

#include <QActionGroup>
#include <QMenu>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>

void Sidebar::makeMarkMenu()
{
    m_markMenu = new QMenu(tr("&Mark as"), this);
    auto *group = new QActionGroup(m_markMenu);
    const auto add = [this, group](EnvironmentMark mark, const QString &text, const char *name) {
        QAction *action = m_markMenu->addAction(text);
        action->setObjectName(QLatin1String(name));
        action->setCheckable(true);
        action->setActionGroup(group);
        action->setData(int(mark));
    };
    add(EnvironmentMark::Production, tr("&Production"), "markProduction");
    add(EnvironmentMark::Staging, tr("&Staging"), "markStaging");
    add(EnvironmentMark::Development, tr("&Development"), "markDevelopment");
    add(EnvironmentMark::None, tr("&None (inherit)"), "markNone");
    connect(m_markMenu, &QMenu::aboutToShow, this, [this] {
        const QTreeWidgetItem *item = m_tree->currentItem();
        if (!item || !m_marks)
            return;
        const QString project = item->data(0, SidebarDelegate::kProjectRole).toString();
        const EnvironmentMark own =
            m_marks->own(project, item->data(0, SidebarDelegate::kClusterRole).toString());
        for (QAction *action : m_markMenu->actions())
            action->setChecked(action->data().toInt() == int(own));
    });
    connect(group, &QActionGroup::triggered, this, [this](const QAction *action) {
        const QTreeWidgetItem *item = m_tree->currentItem();
        if (!item || !m_marks)
            return;
        const QString project = item->data(0, SidebarDelegate::kProjectRole).toString();
        if (!project.isEmpty())
            m_marks->setMark(project, item->data(0, SidebarDelegate::kClusterRole).toString(),
                             EnvironmentMark(action->data().toInt()));
    });
}

void Sidebar::showMenu(const QPoint &position)
{
    const QTreeWidgetItem *item = m_tree->currentItem();
    if (!item || !m_marks || item->data(0, SidebarDelegate::kProjectRole).toString().isEmpty())
        return;
    // By the menu key the position is anywhere; the menu belongs to the current item.
    const QRect place = m_tree->visualItemRect(item);
    const QPoint at = place.contains(position) ? position : place.bottomLeft();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("sidebarMenu"));
    menu->addMenu(m_markMenu);
    menu->popup(m_tree->viewport()->mapToGlobal(at));
}

void Sidebar::showMark(QTreeWidgetItem *item, const QString &projectId, const QString &clusterName)
{
    item->setData(0, SidebarDelegate::kProjectRole, projectId);
    item->setData(0, SidebarDelegate::kClusterRole, clusterName);
    // What the whole profile is marked as stands at its name already.
    const EnvironmentMark mark = m_marks && m_marks->isMarked(projectId, clusterName)
        ? m_marks->mark(projectId, clusterName)
        : EnvironmentMark::None;
    item->setData(0, SidebarDelegate::kMarkRole, int(mark));
    const QString word = environmentName(mark);
    item->setData(0, Qt::AccessibleTextRole,
                  word.isEmpty() ? item->text(0)
                                 : tr("%1, %2", "cluster, mark").arg(item->text(0), word));
}

void Sidebar::showMarks()
{
    for (QTreeWidgetItemIterator it(m_tree); *it; ++it) {
        if (const QString project = (*it)->data(0, SidebarDelegate::kProjectRole).toString();
            !project.isEmpty())
            showMark(*it, project, (*it)->data(0, SidebarDelegate::kClusterRole).toString());
    }
}
