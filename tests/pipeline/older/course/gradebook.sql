BEGIN TRANSACTION;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
INSERT INTO "alembic_version" VALUES('e43177bfe90b');
CREATE TABLE assignment (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	duedate DATETIME, 
	course_id VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name), 
	FOREIGN KEY(course_id) REFERENCES course (id)
);
INSERT INTO "assignment" VALUES('2454af39aa7d48c7aacf14f1e37b3cc8','90_tiny',NULL,'keras_coursework');
CREATE TABLE base_cell (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	notebook_id VARCHAR(32) NOT NULL, 
	type VARCHAR(50), 
	PRIMARY KEY (id), 
	UNIQUE (name, notebook_id, type), 
	FOREIGN KEY(notebook_id) REFERENCES notebook (id)
);
INSERT INTO "base_cell" VALUES('d008657abb034b168b251868005b0b80','halve-grade','80cb416dff764996a1322111520f0a65','GradeCell');
INSERT INTO "base_cell" VALUES('eac6fafca868445393924b61ebaf2765','double-grade','80cb416dff764996a1322111520f0a65','GradeCell');
INSERT INTO "base_cell" VALUES('987ae616e69a429d9ea12f71d4eb1f60','halve-solution','80cb416dff764996a1322111520f0a65','SolutionCell');
INSERT INTO "base_cell" VALUES('ffdc6cc44cb44dbdbc3cedbf5b72de97','double-solution','80cb416dff764996a1322111520f0a65','SolutionCell');
CREATE TABLE comment (
	id VARCHAR(32) NOT NULL, 
	notebook_id VARCHAR(32), 
	cell_id VARCHAR(32), 
	auto_comment TEXT, 
	manual_comment TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (cell_id, notebook_id), 
	FOREIGN KEY(notebook_id) REFERENCES submitted_notebook (id), 
	FOREIGN KEY(cell_id) REFERENCES base_cell (id)
);
INSERT INTO "comment" VALUES('57141d764b314b66860fe25a67eb0a15','eac3e314c028452e85fb49415f1f80b0','987ae616e69a429d9ea12f71d4eb1f60','No response.',NULL);
INSERT INTO "comment" VALUES('95bffa8de69c4f5abc5a15aee922039d','eac3e314c028452e85fb49415f1f80b0','ffdc6cc44cb44dbdbc3cedbf5b72de97','No response.',NULL);
INSERT INTO "comment" VALUES('68c4528efe0c4d4ab83064e201d47338','a7131a18cd914de5a11b686d3be0285a','987ae616e69a429d9ea12f71d4eb1f60',NULL,NULL);
INSERT INTO "comment" VALUES('93c5dab5d8764efb9dbc0d5f28425c48','a7131a18cd914de5a11b686d3be0285a','ffdc6cc44cb44dbdbc3cedbf5b72de97',NULL,NULL);
INSERT INTO "comment" VALUES('9306b8dd006841e6a8040e520369cd8e','e8545afda95347db90b60c66927d00d1','987ae616e69a429d9ea12f71d4eb1f60',NULL,NULL);
INSERT INTO "comment" VALUES('10ecfaa779c54cb6a2251f943b9ebefc','e8545afda95347db90b60c66927d00d1','ffdc6cc44cb44dbdbc3cedbf5b72de97',NULL,NULL);
CREATE TABLE course (
	id VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (id)
);
INSERT INTO "course" VALUES('keras_coursework');
INSERT INTO "course" VALUES('default_course');
CREATE TABLE grade (
	id VARCHAR(32) NOT NULL, 
	notebook_id VARCHAR(32), 
	cell_id VARCHAR(32), 
	auto_score FLOAT, 
	manual_score FLOAT, 
	extra_credit FLOAT, 
	needs_manual_grade BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (cell_id, notebook_id), 
	FOREIGN KEY(notebook_id) REFERENCES submitted_notebook (id), 
	FOREIGN KEY(cell_id) REFERENCES base_cell (id)
);
INSERT INTO "grade" VALUES('8babcc978e684734b391fae0fd7d111a','eac3e314c028452e85fb49415f1f80b0','d008657abb034b168b251868005b0b80',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('4a6571dce81d404585e4218b65e2c1dc','eac3e314c028452e85fb49415f1f80b0','eac6fafca868445393924b61ebaf2765',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('d7a51e03d071486196e7dfc5300ba1ae','a7131a18cd914de5a11b686d3be0285a','d008657abb034b168b251868005b0b80',1.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('785c3f310eac495088331dc24c1b9963','a7131a18cd914de5a11b686d3be0285a','eac6fafca868445393924b61ebaf2765',1.0,1.5,NULL,0);
INSERT INTO "grade" VALUES('def171df437f4bbd882633bf65a9e055','e8545afda95347db90b60c66927d00d1','d008657abb034b168b251868005b0b80',3.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('a9ddd87981c24fe0a290ae8bf532493f','e8545afda95347db90b60c66927d00d1','eac6fafca868445393924b61ebaf2765',2.0,NULL,NULL,0);
CREATE TABLE grade_cells (
	id VARCHAR(32) NOT NULL, 
	max_score FLOAT NOT NULL, 
	cell_type VARCHAR(8) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(id) REFERENCES base_cell (id)
);
INSERT INTO "grade_cells" VALUES('d008657abb034b168b251868005b0b80',3.0,'code');
INSERT INTO "grade_cells" VALUES('eac6fafca868445393924b61ebaf2765',2.0,'code');
CREATE TABLE notebook (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	assignment_id VARCHAR(32), 
	kernelspec VARCHAR(1024), 
	PRIMARY KEY (id), 
	UNIQUE (name, assignment_id), 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id)
);
INSERT INTO "notebook" VALUES('80cb416dff764996a1322111520f0a65','90_tiny','2454af39aa7d48c7aacf14f1e37b3cc8','{"display_name": "Keras Coursework", "language": "python", "name": "coursework"}');
CREATE TABLE solution_cells (
	id VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(id) REFERENCES base_cell (id)
);
INSERT INTO "solution_cells" VALUES('987ae616e69a429d9ea12f71d4eb1f60');
INSERT INTO "solution_cells" VALUES('ffdc6cc44cb44dbdbc3cedbf5b72de97');
CREATE TABLE source_cell (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	cell_type VARCHAR(8) NOT NULL, 
	locked BOOLEAN NOT NULL, 
	source TEXT, 
	checksum VARCHAR(128), 
	notebook_id VARCHAR(32), 
	PRIMARY KEY (id), 
	UNIQUE (name, notebook_id), 
	FOREIGN KEY(notebook_id) REFERENCES notebook (id)
);
INSERT INTO "source_cell" VALUES('753c21970e694a8fb92edce96c0387f1','halve-solution','code',0,'half = ...
# YOUR CODE HERE','a45b24afcdb39312598e2454f513cf4c','80cb416dff764996a1322111520f0a65');
INSERT INTO "source_cell" VALUES('80682e5a7f0f41209f54db7c4fb1d016','halve-grade','code',1,'assert half is not ..., "Exercise halve: replace the dots with half of ten."
### BEGIN HIDDEN TESTS
import graders.pipeline.plain
graders.pipeline.plain.grade("90_tiny", "halve", globals())
### END HIDDEN TESTS','66e8adda65d9528b1dc5b3c9d0478315','80cb416dff764996a1322111520f0a65');
INSERT INTO "source_cell" VALUES('53ca99f9149a4b92b3a3e1f691032bca','double-solution','code',0,'doubles = ...
# YOUR CODE HERE','f0a0c1f2ce4cc3130b363d7b642b7898','80cb416dff764996a1322111520f0a65');
INSERT INTO "source_cell" VALUES('c1352ed7f7e1478785e4fe82b5b5918c','double-grade','code',1,'assert doubles is not ..., "Exercise double: replace the dots with the doubles of ten and of minus twenty."
assert len(doubles) == 2, "Exercise double: there are two numbers to double."
### BEGIN HIDDEN TESTS
import graders.pipeline.plain
graders.pipeline.plain.grade("90_tiny", "double", globals())
### END HIDDEN TESTS','c2465e37898a5287ef7c7c2498d27063','80cb416dff764996a1322111520f0a65');
CREATE TABLE student (
	id VARCHAR(128) NOT NULL, 
	first_name VARCHAR(128), 
	last_name VARCHAR(128), 
	email VARCHAR(128), 
	lms_user_id VARCHAR(128), 
	PRIMARY KEY (id)
);
INSERT INTO "student" VALUES('blank',NULL,NULL,NULL,NULL);
INSERT INTO "student" VALUES('partly',NULL,NULL,NULL,NULL);
INSERT INTO "student" VALUES('right',NULL,NULL,NULL,NULL);
CREATE TABLE submitted_assignment (
	id VARCHAR(32) NOT NULL, 
	assignment_id VARCHAR(32), 
	student_id VARCHAR(128), 
	timestamp DATETIME, 
	extension DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (assignment_id, student_id), 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	FOREIGN KEY(student_id) REFERENCES student (id)
);
INSERT INTO "submitted_assignment" VALUES('fd36f7729729437f8b22ac9f3d3215c4','2454af39aa7d48c7aacf14f1e37b3cc8','blank',NULL,NULL);
INSERT INTO "submitted_assignment" VALUES('353ab57fabc6499abf6bc539ea62fc9d','2454af39aa7d48c7aacf14f1e37b3cc8','partly',NULL,NULL);
INSERT INTO "submitted_assignment" VALUES('d80ac66a493743988c83c8eae20765c1','2454af39aa7d48c7aacf14f1e37b3cc8','right',NULL,NULL);
CREATE TABLE submitted_notebook (
	id VARCHAR(32) NOT NULL, 
	assignment_id VARCHAR(32), 
	notebook_id VARCHAR(32), 
	flagged BOOLEAN, 
	late_submission_penalty FLOAT, 
	PRIMARY KEY (id), 
	UNIQUE (notebook_id, assignment_id), 
	FOREIGN KEY(assignment_id) REFERENCES submitted_assignment (id), 
	FOREIGN KEY(notebook_id) REFERENCES notebook (id)
);
INSERT INTO "submitted_notebook" VALUES('eac3e314c028452e85fb49415f1f80b0','fd36f7729729437f8b22ac9f3d3215c4','80cb416dff764996a1322111520f0a65',0,NULL);
INSERT INTO "submitted_notebook" VALUES('a7131a18cd914de5a11b686d3be0285a','353ab57fabc6499abf6bc539ea62fc9d','80cb416dff764996a1322111520f0a65',0,NULL);
INSERT INTO "submitted_notebook" VALUES('e8545afda95347db90b60c66927d00d1','d80ac66a493743988c83c8eae20765c1','80cb416dff764996a1322111520f0a65',0,NULL);
CREATE TABLE task_cells (
	id VARCHAR(32) NOT NULL, 
	max_score FLOAT NOT NULL, 
	cell_type VARCHAR(8) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(id) REFERENCES base_cell (id)
);
COMMIT;
