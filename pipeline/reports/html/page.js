"use strict";
// Works on the table that is there: filters it, moves in it by keyboard, and tells what is behind a cell.
// What agencies typed comes from the JSON block and is only ever set as text.
(() => {
  const byId = (id) => document.getElementById(id);
  const details = JSON.parse(byId("details").textContent);
  const table = byId("matrix");
  const panel = byId("panel");
  const controls = { search: byId("search"), group: byId("group"), section: byId("section"), state: byId("state") };
  const taskHeads = [...table.tHead.rows[1].cells];
  const tasks = taskHeads.map((cell) => cell.dataset.task);
  const sections = taskHeads.map((cell) => cell.dataset.section);
  // Cells before the first task in a row of an agency: name, whether it reported, rate.
  const LEFT = 3;
  const agencyRows = [...table.tBodies].flatMap((body) => [...body.rows].filter((row) => row.dataset.agency));

  // Filters

  const folded = (text) =>
    text.normalize("NFD").replace(/\p{Mn}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
  const searched = new Map(
    agencyRows.map((row) => [row, folded(`${row.cells[0].textContent} ${row.dataset.agency}`)]),
  );

  function applyFilters() {
    const words = folded(controls.search.value);
    const [group, section, state] = [controls.group.value, controls.section.value, controls.state.value];
    const shownColumns = sections.map((of) => section === "" || of === section);
    for (const cell of table.querySelectorAll("[data-section]")) {
      cell.hidden = section !== "" && cell.dataset.section !== section;
    }
    let shown = 0;
    for (const row of agencyRows) {
      let inState = state === "";
      tasks.forEach((task, place) => {
        const cell = row.cells[LEFT + place];
        cell.hidden = !shownColumns[place];
        const matches = state === "" || cell.textContent === state;
        cell.classList.toggle("faint", !matches);
        inState = inState || (matches && !cell.hidden);
      });
      const ofGroup = group === "" || row.parentElement.dataset.group === group;
      row.hidden = !(ofGroup && inState && searched.get(row).includes(words));
      shown += row.hidden ? 0 : 1;
    }
    for (const body of table.tBodies) {
      body.hidden = [...body.rows].every((row) => row.hidden || !row.dataset.agency);
    }
    const columns = shownColumns.filter(Boolean).length;
    byId("shown").textContent =
      shown === 0
        ? "Không có cơ quan nào phù hợp."
        : `Đang hiện ${shown}/${agencyRows.length} cơ quan, ${columns}/${tasks.length} nhiệm vụ.`;
    if (current.closest("[hidden]")) {
      const first = grid()[1] || grid()[0];
      makeCurrent(first.find((cell) => cell.dataset.task) || first[0]);
    }
  }

  // Moving in the grid: one cell at a time can be reached by Tab, arrows go on from there.

  const visible = (cells) => [...cells].filter((cell) => !cell.hidden);
  const grid = () =>
    [visible(table.tHead.rows[1].cells)].concat(
      agencyRows.filter((row) => !row.hidden).map((row) => visible(row.cells)),
    );
  let current = agencyRows.length > 0 ? agencyRows[0].cells[0] : taskHeads[0];

  function makeCurrent(cell) {
    current.tabIndex = -1;
    current = cell;
    current.tabIndex = 0;
  }

  function moved(key, toEdge) {
    const rows = grid();
    const down = rows.findIndex((row) => row.includes(current));
    const heading = down === 0;
    // The head has task cells only: its columns are those of the rows without the first ones.
    const across = rows[down].indexOf(current) + (heading ? LEFT : 0);
    const at = (row, column) => {
      const left = row === 0 ? LEFT : 0;
      return rows[row][Math.min(Math.max(column - left, 0), rows[row].length - 1)];
    };
    const last = rows.length - 1;
    switch (key) {
      case "ArrowRight":
        return at(down, across + 1);
      case "ArrowLeft":
        return at(down, across - 1);
      case "ArrowDown":
        return at(Math.min(down + 1, last), across);
      case "ArrowUp":
        return at(Math.max(down - 1, 0), across);
      case "PageDown":
        return at(Math.min(down + 10, last), across);
      case "PageUp":
        return at(Math.max(down - 10, Math.min(1, last)), across);
      case "Home":
        return at(toEdge ? Math.min(1, last) : down, 0);
      case "End":
        return at(toEdge ? last : down, rows[down].length + LEFT);
      default:
        return null;
    }
  }

  table.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) {
      return;
    }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(current);
      return;
    }
    const next = moved(event.key, event.ctrlKey);
    if (next) {
      event.preventDefault();
      makeCurrent(next);
      next.focus();
    }
  });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td, th");
    if (cell && grid().some((row) => row.includes(cell))) {
      makeCurrent(cell);
      open(cell);
    }
  });

  // The panel

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) {
      made.textContent = text;
    }
    if (className) {
      made.className = className;
    }
    return made;
  }

  function description(lines) {
    const list = element("dl");
    for (const [term, text] of lines) {
      list.append(element("dt", term), element("dd", text));
    }
    return list;
  }

  const place = (found) =>
    [found.sheet && `trang «${found.sheet}»`, found.cell && `ô ${found.cell}`].filter(Boolean).join(", ");

  function problemList(problems) {
    const list = element("ul", undefined, "problems");
    for (const found of problems) {
      const entry = element("li", undefined, found.severity);
      const where = [place(found), found.field && `mục «${found.field}»`].filter(Boolean).join(", ");
      entry.append(element("p", where ? `${found.label}: ${where}` : found.label, "where"));
      if (found.value) {
        entry.append(element("p", `Đã gõ: ${found.value}`));
      }
      entry.append(element("p", found.message), element("p", found.hint, "hint"));
      list.append(entry);
    }
    return list;
  }

  function section(title, ...content) {
    const made = element("section");
    made.append(element("h3", title), ...content);
    return made;
  }

  function attachedSections(found) {
    return (found.attached || []).map((other) =>
      section(other.title, description(other.lines), element("p", place(other), "hint")),
    );
  }

  function sourceSection(agency, lines) {
    const from = details.agencies[agency];
    if (!from.file) {
      return section("Nguồn", element("p", "Chưa có tệp báo cáo nào của cơ quan này được tiếp nhận."));
    }
    return section("Nguồn", description([["Tệp", from.file], ...lines, ["SHA-256", from.sha256]]));
  }

  function cellContent(agency, task, letters) {
    const found = details.cells[agency][task];
    const about = [
      ["Cơ quan", details.agencies[agency].name],
      ["Vai trò", found.role],
      ["Thời gian thực hiện", details.tasks[task].time],
      ["Hạn hoàn thành", found.due],
      ["Lần báo cáo trước", found.before],
    ].filter(([, text]) => text);
    const content = [element("p", details.tasks[task].text, "task"), description(about)];
    if (found.problems) {
      content.push(section("Lỗi, lưu ý", problemList(found.problems)));
    }
    const typed = (found.typed || []).map((text, place) => [details.headings[place], text]).filter(([, text]) => text);
    content.push(
      typed.length > 0
        ? section("Nội dung báo cáo", description(typed))
        : section("Nội dung báo cáo", element("p", letters === "M" ? "Được miễn báo cáo." : "Không có nội dung nào.")),
    );
    content.push(...attachedSections(found));
    const at = [["Trang", found.sheet], ["Ô trạng thái", found.cell]].filter(([, text]) => text);
    content.push(sourceSection(agency, at));
    return content;
  }

  function open(cell) {
    const row = cell.closest("tr");
    const { agency } = row.dataset;
    const index = row.dataset.agency ? cell.cellIndex - LEFT : -1;
    let title;
    let state = "";
    let content;
    if (cell.dataset.task) {
      const task = details.tasks[cell.dataset.task];
      title = `Nhiệm vụ ${cell.dataset.task}`;
      content = [element("p", task.text, "task"), description(task.lines)];
    } else if (index >= 0 && index < tasks.length) {
      if (cell.textContent === "") {
        return;
      }
      state = cell.textContent;
      title = `${tasks[index]} · ${details.states[state]}`;
      content = cellContent(agency, tasks[index], state);
    } else {
      const about = details.agencies[agency];
      title = about.name;
      content = [description(about.lines)];
      if (about.problems) {
        content.push(section("Lỗi, lưu ý chung của báo cáo", problemList(about.problems)));
      }
      content.push(...attachedSections(about), sourceSection(agency, []));
    }
    byId("panel-title").textContent = title;
    byId("panel-title").className = state && cell.classList[0];
    byId("panel-content").replaceChildren(...content);
    panel.showModal();
    panel.scrollTop = 0;
    byId("panel-title").focus();
  }

  byId("close").addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => {
    if (event.target === panel) {
      panel.close();
    }
  });
  panel.addEventListener("close", () => current.focus());

  // Made ready: what only the script can serve appears now.

  table.setAttribute("role", "grid");
  table.setAttribute("aria-readonly", "true");
  for (const row of agencyRows) {
    const name = row.cells[0].textContent;
    [...row.cells].forEach((cell, column) => {
      cell.tabIndex = -1;
      const task = tasks[column - LEFT];
      if (task !== undefined && cell.textContent !== "") {
        cell.setAttribute("aria-label", `${details.states[cell.textContent]}; ${name}, nhiệm vụ ${task}`);
      }
    });
  }
  for (const cell of taskHeads) {
    cell.tabIndex = -1;
  }
  makeCurrent(current);
  const form = byId("filters");
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  controls.search.addEventListener("input", applyFilters);
  form.addEventListener("change", applyFilters);
  form.addEventListener("reset", () => setTimeout(applyFilters));
  byId("theme").addEventListener("change", (event) => {
    document.documentElement.dataset.theme = event.target.value;
  });
  applyFilters();
})();
